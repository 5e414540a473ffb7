from tests.doors import EVERYBODY_KNOWN, Door
from turnabout.frame.content.packs import page_slugs


def a_page(world):
    return {"slug": page_slugs()[0]}


DOORS = [
    Door("content:page", a_page, is_public=True),
    Door("content:finish", a_page, method="post", opens_to=EVERYBODY_KNOWN, opens_with=302),
]
