"""The applicant's time: her line manager is asked for it, and only as she chose."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.joining.applications import emails
from turnabout.joining.applications.models import Application, TimeRequest
from turnabout.joining.applications.queries.choosing import MAY_ASK, is_asked, manager_answer


@transaction.atomic
def ask_for_time(application: Application, *, by: Person) -> TimeRequest:
    """Ask the line manager for the hours, where the applicant said that one may."""
    manager = whom_to_ask(application)
    request, is_new = TimeRequest.objects.get_or_create(
        application=application, defaults={"manager": manager, "asked_at": now()}
    )
    if not is_new:
        again = TimeRequest.objects.filter(pk=request.pk).exclude(answer="yes").exclude(answer="no")
        if not again.exclude(answer="").update(
            answer="", answered_at=None, asked_at=now(), manager=manager
        ):
            raise AlreadySo(_("The manager was asked already. The answer shows here."))
        request.refresh_from_db()
    audit.record("time_asked_for", about=application, by=by)
    emails.send_time_request(request)
    return request


def whom_to_ask(application: Application) -> Person:
    """The line manager; refuses where the applicant did not say that one may ask."""
    person = application.membership.person
    if manager_answer(application) != MAY_ASK:
        raise Refusal(
            _("%(name)s did not say that her manager may be asked. Talk to her first.")
            % {"name": person.name}
        )
    manager = person.manager
    if manager is None or manager.left_on is not None:
        raise Refusal(
            _("The staff list names no manager for %(name)s. Ask her whom to write to.")
            % {"name": person.name}
        )
    return manager


@transaction.atomic
def answer_for_time(request: TimeRequest, answer: str) -> None:
    """Say yes, no or later. Nothing else is asked of a manager."""
    if answer not in TimeRequest.Answer.values:
        raise Refusal(_("Choose yes, no or later."))
    if not is_asked(request):
        raise Refusal(_("Nobody asks for this time any more. There is nothing to answer."))
    open_one = TimeRequest.objects.filter(pk=request.pk).exclude(answer="yes")
    if not open_one.update(answer=answer, answered_at=now()):
        raise Refusal(_("You said yes before. Talk to the coordinators if that has changed."))
    audit.record("time_answered", about=request.application, by=request.manager)
