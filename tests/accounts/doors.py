from tests.doors import EVERYBODY_KNOWN, Door, of
from tests.factories import MONDAY
from turnabout.foundation.accounts.emails import FEWER
from turnabout.foundation.accounts.links import SIGN_IN, LinkPurpose, make_token
from turnabout.foundation.notices.models import OutboxMessage

SIGNED_IN = EVERYBODY_KNOWN
TO_HOME = dict.fromkeys(SIGNED_IN, 302)


def sign_in_token(world):
    person = world.person("mentor.active")
    link = LinkPurpose(SIGN_IN, person.public_id, person.user.public_id)
    return {"token": make_token(link, days=1)}


def fewer_token(world):
    return {
        "token": make_token(
            LinkPurpose(FEWER, world.person("mentor.active").public_id, "pairs/told-back"), days=1
        )
    }


def furnish(world):
    world.things["notice"] = OutboxMessage.objects.create(
        kind="pairs/told-back",
        recipient=world.person("mentor.active").public_id,
        title="Something came of it",
        links={"action_url": {"purpose": FEWER, "about": "pairs/told-back"}},
        created_at=MONDAY,
        due_at=MONDAY,
        sent_at=MONDAY,
    )


DOORS = [
    Door("design", is_public=True),
    Door("health", data={"web": ""}, is_public=True),
    Door("set_language", method="post", is_public=True, opens_with=302),
    Door("accounts:open_link", sign_in_token, is_public=True),
    Door("accounts:open_link", sign_in_token, method="post", is_public=True, opens_with=302),
    Door("accounts:notices", opens_to=SIGNED_IN),
    Door("accounts:preferences", opens_to=SIGNED_IN),
    Door(
        "accounts:preferences",
        method="post",
        data={"snooze": "1"},
        opens_to=SIGNED_IN,
        opens_with=302,
    ),
    # Chat is off until the owner names hosts.
    Door("accounts:own_chat"),
    Door("accounts:open_notice", of("notice"), opens_to={"mentor.active"}, opens_with=302),
    Door("accounts:fewer", fewer_token, is_public=True),
    Door("accounts:fewer", fewer_token, method="post", is_public=True),
    Door("account_login", is_public=True, answers=TO_HOME),
    Door("account_logout", opens_to=SIGNED_IN),
    Door("account_inactive", is_public=True),
    Door("account_change_password", opens_to=SIGNED_IN),
    Door("account_set_password", opens_to=SIGNED_IN, opens_with=302),
    Door("account_reset_password", is_public=True),
    Door("account_reset_password_done", is_public=True),
    Door(
        "account_reset_password_from_key",
        lambda world: {"uidb36": "1", "key": "set-password"},
        is_public=True,
    ),
    Door("account_reset_password_from_key_done", is_public=True),
    Door("account_reauthenticate", opens_to=SIGNED_IN),
]
