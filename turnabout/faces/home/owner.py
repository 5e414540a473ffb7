"""What whoever looks after the installation needs to know. Holds no personal content."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.foundation.common.time import now
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.frame.directory.models import Appointment
from turnabout.frame.programmes.models import Programme
from turnabout.together.meetings.models import Mailbox

BACKUP_WANTED_AFTER = timedelta(days=7)
MAIL_IS_LATE_AFTER = timedelta(minutes=30)
ANSWERS_ARE_LATE_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Need:
    """Something the owner should do, and how."""

    title: str
    text: str


@dataclass(frozen=True)
class OwnerPage:
    needs: list[Need]
    mail_waiting: int
    mail_trying: int
    mail_parked: int
    backup_at: datetime | None
    programmes: int
    coordinators: list[str]
    mode: str


def owner_page() -> OwnerPage:
    at = now()
    # What is due later is not counted: a letter that waits for its day would tell of an answer.
    waiting = OutboxMessage.objects.waiting().filter(due_at__lte=at)
    late = waiting.filter(due_at__lt=at - MAIL_IS_LATE_AFTER).count()
    trying = waiting.filter(attempts__gt=0).count()
    parked = OutboxMessage.objects.parked().count()
    backup_at = last_backup()
    return OwnerPage(
        needs=[
            *_programme_needs(),
            *_mail_needs(late, trying, parked),
            *_answer_needs(at),
            *_backup_needs(backup_at, at),
        ],
        mail_waiting=waiting.count(),
        mail_trying=trying,
        mail_parked=parked,
        backup_at=backup_at,
        programmes=Programme.objects.filter(closed_at=None).count(),
        coordinators=list(
            Appointment.objects.filter(role="coordinator", until=None)
            .order_by("person__name")
            .values_list("person__name", flat=True)
        ),
        mode=settings.MODE,
    )


def last_backup() -> datetime | None:
    """When the newest backup in the data folder's `backups` was written."""
    folder = Path(settings.DATA_FOLDER) / "backups"
    written = [file.stat().st_mtime for file in folder.glob("*.tar.gz")]
    return datetime.fromtimestamp(max(written), tz=now().tzinfo) if written else None


def _programme_needs() -> list[Need]:
    how = _(
        "Its last coordinator left by the staff list. Somebody who runs programmes here can take "
        "it up, on the page of the programmes."
    )
    title = _("%(programme)s has nobody who runs it")
    return [
        Need(title % {"programme": programme.name}, how)
        for programme in Programme.objects.run_by_nobody()
    ]


def _answer_needs(at: datetime) -> list[Need]:
    silent = Mailbox.objects.silent_since(at - ANSWERS_ARE_LATE_AFTER)
    if not (settings.REPLIES_ADDRESS and silent.exists()):
        return []
    return [
        Need(
            _("Answers from calendars are not read"),
            _(
                "Their mailbox has not let the worker in for an hour. Look at the settings that "
                "begin with TURNABOUT_REPLIES. Nothing is lost: it is read on from where it was."
            ),
        )
    ]


def _mail_needs(late: int, trying: int, parked: int) -> list[Need]:
    needs = []
    if parked:
        words = ngettext("%(count)s mail was given up", "%(count)s mails were given up", parked)
        needs.append(
            Need(
                words % {"count": parked},
                _("They were tried nine times. Run “turnabout doctor” to see what stops them."),
            )
        )
    if trying:
        words = ngettext(
            "%(count)s mail did not leave at the first try",
            "%(count)s mails did not leave at the first try",
            trying,
        )
        needs.append(
            Need(
                words % {"count": trying},
                _("They are tried again by themselves. Look at the mail server if this grows."),
            )
        )
    elif late:
        words = ngettext("%(count)s mail is late", "%(count)s mails are late", late)
        needs.append(
            Need(words % {"count": late}, _("Nothing takes them along. Is “turnabout worker” on?"))
        )
    return needs


def _backup_needs(backup_at: datetime | None, at: datetime) -> list[Need]:
    how = _("Run “turnabout backup” into the folder “backups” of your data, each night.")
    if backup_at is None:
        return [Need(_("There is no backup yet"), how)]
    days = (at - backup_at).days
    if at - backup_at < BACKUP_WANTED_AFTER:
        return []
    words = ngettext(
        "The last backup is %(count)s day old", "The last backup is %(count)s days old", days
    )
    return [Need(words % {"count": days}, how)]
