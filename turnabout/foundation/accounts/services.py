from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from turnabout.foundation.accounts.links import LinkPurpose
from turnabout.foundation.accounts.models import User
from turnabout.foundation.trust import audit

SCOPE_KEY = "scope"


def enter_by_link(request: HttpRequest, link: LinkPurpose) -> None:
    """Let this visit do the one thing that the link is for."""
    request.session.flush()
    request.session[SCOPE_KEY] = {
        "purpose": link.purpose,
        "person": link.person,
        "about": link.about,
    }


def sign_in(request: HttpRequest, user: User) -> None:
    """Sign somebody in who proved by a link that the address is hers."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    audit.record("signed_in_by_link", about=user)
