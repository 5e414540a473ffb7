from tests.doors import COORDINATORS, EVERYBODY_KNOWN, TAKING_PART, Door, of
from turnabout.frame.content.models import EditedLetter, EditedPage, TextVersion, TrainingException
from turnabout.frame.content.packs import page_slugs

EDITORS = frozenset({"appointed", "stranger"})


def a_page(world):
    return {"slug": page_slugs()[0]}


def a_letter(world):
    return {"room": "pairs", "name": "ended"}


EXCEPTION = of(public_id="exception")
COORDINATED = of(programme="programme")
OTHERS = frozenset({f"{role}.active" for role in TAKING_PART} | {"appointed"}) - COORDINATORS


def an_unfinished_member(world):
    return {"public_id": world.members["mentor.active"].public_id}


DOORS = [
    Door("content:reading", opens_to=EVERYBODY_KNOWN),
    Door("content:library", is_public=True),
    Door(
        "content:training",
        COORDINATED,
        opens_to=COORDINATORS,
        turns_away=OTHERS,
    ),
    Door(
        "content:excuse",
        an_unfinished_member,
        opens_to=COORDINATORS,
        turns_away={"mentor.active"},
    ),
    Door(
        "content:take_exception_back",
        EXCEPTION,
        method="post",
        opens_to=COORDINATORS,
        opens_with=302,
        turns_away={"mentee.active"},
    ),
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
    world.things["exception"] = TrainingException.objects.create(
        membership=world.members["mentee.active"],
        reason="Mentored before",
        granted_at=world.programme.created_at,
        granted_by=world.person("coordinator.active"),
    )
    EditedPage.objects.create(slug=page_slugs()[0], title="Ours", body="Ours", **own)
    EditedLetter.objects.create(kind="pairs/ended", words={"subject": {}}, **own)
    world.things["version"] = TextVersion.objects.create(
        organisation=world.organisation,
        kind="poster",
        number=1,
        words={"en": {"lead": "Ours"}},
        made_at=world.programme.created_at,
    )
