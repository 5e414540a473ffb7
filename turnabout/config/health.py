"""`/health`: what somebody outside may know of this installation. Numbers, no names, no secrets."""

from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from turnabout.foundation.common.time import now
from turnabout.foundation.common.workers import SILENT_AFTER, last_beat
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.trust.models import WrappedKey

LATE_AFTER = timedelta(minutes=30)
WEB_ALONE = "web"


@require_safe
def answer(request: HttpRequest) -> JsonResponse:
    """200 where all is well, else 503. `?web` asks only whether pages can be served."""
    at = now()
    told: dict[str, object] = {"database": True, "keys": True}
    is_well = True
    try:
        WrappedKey.objects.values("pk").first()
    except (DatabaseError, InterfaceError):
        told["keys"] = is_well = False
    try:
        if WEB_ALONE in request.GET:
            OutboxMessage.objects.values("pk").first()
        else:
            is_well = _tell_of_work(told, at) and is_well
    except (DatabaseError, InterfaceError):
        told["database"] = is_well = False
    return JsonResponse({"ok": is_well, **told}, status=200 if is_well else 503)


def _tell_of_work(told: dict[str, object], at: datetime) -> bool:
    beat = last_beat()
    due = OutboxMessage.objects.due(at).order_by("due_at").values_list("due_at", flat=True).first()
    told["worker_seconds"] = int((at - beat).total_seconds()) if beat else None
    told["oldest_due_seconds"] = int((at - due).total_seconds()) if due else 0
    is_silent = beat is not None and at - beat > SILENT_AFTER
    return not is_silent and (due is None or at - due < LATE_AFTER)
