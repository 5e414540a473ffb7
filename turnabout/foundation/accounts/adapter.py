"""How the sign-in library behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.emails import send_password_reset
from turnabout.foundation.accounts.models import User

PASSWORD_RESET = "account/email/password_reset_key"  # noqa: S105 - the name of a template


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library is untyped
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and this password do not fit together."),
        "enter_current_password": _("This is not the password you have now."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many attempts. Try again in a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by herself: people come from the staff list or by invitation."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the one mail that is used into the outbox, so that its sending takes no time here.

        What the library would write to an unknown address is not sent: nobody asked for it.
        """
        user = context.get("user")
        if template_prefix == PASSWORD_RESET and isinstance(user, User):
            send_password_reset(user)
