from tests.doors import EVERYBODY_KNOWN, Door, of
from turnabout.frame.content.models import EditedLetter, EditedPage, TextVersion
from turnabout.frame.content.packs import page_slugs

EDITORS = frozenset({"appointed", "stranger"})


def a_page(world):
    return {"slug": page_slugs()[0]}


def a_letter(world):
    return {"room": "pairs", "name": "ended"}


DOORS = [
    Door("content:page", a_page, is_public=True),
    Door("content:finish", a_page, method="post", opens_to=EVERYBODY_KNOWN, opens_with=302),
    Door("content:pages", opens_to=EDITORS),
    Door("content:edit_page", a_page, opens_to=EDITORS),
    Door(
        "content:restore_page",
        a_page,
        method="post",
        opens_to=EDITORS,
        opens_with=302,
        answers={"stranger": 409},
    ),
    Door("content:texts", opens_to=EDITORS),
    Door("content:own_text", lambda world: {"kind": "poster"}, opens_to=EDITORS),
    Door("content:version", of("version"), opens_to={"appointed"}),
    Door("content:letters", opens_to=EDITORS),
    Door("content:letter", a_letter, opens_to=EDITORS),
    Door("content:letter_preview", a_letter, opens_to=EDITORS),
    Door("content:try_letter", a_letter, method="post", opens_to=EDITORS, opens_with=302),
    Door(
        "content:restore_letter",
        a_letter,
        method="post",
        opens_to=EDITORS,
        opens_with=302,
        answers={"stranger": 409},
    ),
]


def furnish(world):
    own = {
        "organisation": world.organisation,
        "language": "en",
        "edited_at": world.programme.created_at,
    }
    EditedPage.objects.create(slug=page_slugs()[0], title="Ours", body="Ours", **own)
    EditedLetter.objects.create(kind="pairs/ended", words={"subject": {}}, **own)
    world.things["version"] = TextVersion.objects.create(
        organisation=world.organisation,
        kind="poster",
        number=1,
        words={"en": {"lead": "Ours"}},
        made_at=world.programme.created_at,
    )
