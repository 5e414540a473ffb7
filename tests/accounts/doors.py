from tests.doors import EVERYBODY_KNOWN, Door
from turnabout.foundation.accounts.links import SIGN_IN, LinkPurpose, make_token

SIGNED_IN = EVERYBODY_KNOWN
TO_HOME = dict.fromkeys(SIGNED_IN, 302)


def sign_in_token(world):
    person = world.person("mentor.active")
    link = LinkPurpose(SIGN_IN, person.public_id, person.user.public_id)
    return {"token": make_token(link, days=1)}


DOORS = [
    Door("design", is_public=True),
    Door("health", is_public=True),
    Door("set_language", method="post", is_public=True, opens_with=302),
    Door("accounts:open_link", sign_in_token, is_public=True),
    Door("accounts:open_link", sign_in_token, method="post", is_public=True, opens_with=302),
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
