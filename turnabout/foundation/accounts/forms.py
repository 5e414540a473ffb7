"""The sign-in library's forms, in the words of this house."""

from typing import Any

from allauth.account import forms as library
from django.forms import Form
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("Mail address"),
    "email": _("Mail address"),
    "password": _("Password"),
    "oldpassword": _("Password until now"),
    "password1": _("New password"),
    "password2": _("The new password once more"),
}


class InOurWords(Form):
    """The page says above the form what a password needs, and has one way to a forgotten one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)


class LoginForm(InOurWords, library.LoginForm):  # type: ignore[misc]  # the library is untyped
    pass


class ReauthenticateForm(InOurWords, library.ReauthenticateForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(InOurWords, library.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPasswordForm(InOurWords, library.SetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(InOurWords, library.ResetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordKeyForm(InOurWords, library.ResetPasswordKeyForm):  # type: ignore[misc]
    pass
