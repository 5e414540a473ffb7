"""The door of every private page: somebody must act."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse

from turnabout.foundation.common.http import ActorRequest

View = Callable[..., HttpResponse]


def entered(view: View) -> View:
    """Lead somebody who is not signed in, and came by no link, to the sign-in page."""

    @wraps(view)
    def with_somebody(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.actor.is_known:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return with_somebody
