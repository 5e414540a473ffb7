import os
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.wsgi import get_wsgi_application

from turnabout.foundation.common.memory import keep_what_is_loaded, with_room_for_calls

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnabout.config.settings")
_answer = get_wsgi_application()
keep_what_is_loaded()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    return with_room_for_calls(partial(_answer, environ, start_response))
