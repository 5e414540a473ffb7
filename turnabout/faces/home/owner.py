"""What whoever looks after the installation needs to know. Holds no personal content."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.foundation.common.due import FAILURES_TOLD
from turnabout.foundation.common.models import Duty, Worker
from turnabout.foundation.common.time import now
from turnabout.foundation.common.workers import FORGOTTEN_AFTER, SILENT_AFTER, last_beat
from turnabout.foundation.notices.models import OutboxMessage, PostOffice
from turnabout.frame.directory.models import Appointment
from turnabout.frame.programmes.models import Programme
from turnabout.together.meetings.models import Mailbox

BACKUP_WANTED_AFTER = timedelta(days=7)
MAIL_IS_LATE_AFTER = timedelta(minutes=30)
SERVER_MAY_BE_AWAY = timedelta(minutes=5)
MOST_WORKERS_SHOWN = 10
ANSWERS_ARE_LATE_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Need:
    """Something the owner should do, and how. What was given up can be tried again by a button."""

    title: str
    text: str
    is_given_up: bool = False


@dataclass(frozen=True)
class WorkerLine:
    since: datetime
    beat_at: datetime
    is_silent: bool


@dataclass(frozen=True)
class OwnerPage:
    needs: list[Need]
    mail_waiting: int
    mail_trying: int
    mail_parked: int
    oldest_due_at: datetime | None
    workers: list[WorkerLine]
    backup_at: datetime | None
    programmes: int
    coordinators: list[str]
    mode: str


def owner_page() -> OwnerPage:
    at = now()
    # What is due later is not counted: a letter that waits for its day would tell of an answer.
    waiting = OutboxMessage.objects.waiting().filter(due_at__lte=at, gathered_in=None)
    backup_at = last_backup()
    return OwnerPage(
        needs=[*_programme_needs(), *work_needs(at), *_backup_needs(backup_at, at)],
        mail_waiting=waiting.count(),
        mail_trying=waiting.filter(attempts__gt=0).count(),
        mail_parked=OutboxMessage.objects.parked().count(),
        oldest_due_at=waiting.order_by("due_at").values_list("due_at", flat=True).first(),
        workers=_workers(at),
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


def work_needs(at: datetime) -> list[Need]:
    """What stops mails and jobs, and what to do; `turnabout doctor` says the same."""
    waiting = OutboxMessage.objects.waiting().filter(due_at__lte=at, gathered_in=None)
    late = waiting.filter(due_at__lt=at - MAIL_IS_LATE_AFTER).count()
    trying = waiting.filter(attempts__gt=0).count()
    parked = OutboxMessage.objects.parked().count()
    away = PostOffice.objects.exclude(away_since=None).first()
    return [
        *_given_up(parked),
        *(_server_is_away(away, at) if away else _on_the_way(late, trying)),
        *_silent_workers(at),
        *_failing_jobs(),
        *_answer_needs(at),
    ]


def _given_up(parked: int) -> list[Need]:
    if not parked:
        return []
    words = ngettext("%(count)s mail was given up", "%(count)s mails were given up", parked)
    how = _("They were tried nine times. Run “turnabout doctor” to see what stops them.")
    return [Need(words % {"count": parked}, how, is_given_up=True)]


def _on_the_way(late: int, trying: int) -> list[Need]:
    if trying:
        words = ngettext(
            "%(count)s mail did not leave at the first try",
            "%(count)s mails did not leave at the first try",
            trying,
        )
        how = _("They are tried again by themselves. Look at the mail server if this grows.")
        return [Need(words % {"count": trying}, how)]
    if late:
        words = ngettext("%(count)s mail is late", "%(count)s mails are late", late)
        how = _("Nothing takes them along. Is “turnabout worker” on?")
        return [Need(words % {"count": late}, how)]
    return []


def _server_is_away(office: PostOffice, at: datetime) -> list[Need]:
    if office.away_since is None or at - office.away_since < SERVER_MAY_BE_AWAY:
        return []
    how = _(
        "It was last asked with the answer %(error)s. Nothing is lost: mails wait and leave, the "
        "oldest first, when it is back. Reminders whose day has passed do not."
    )
    return [
        Need(
            _("The mail server has taken nothing since %(moment)s")
            % {"moment": date_format(localtime(office.away_since), "j F, H:i")},
            how % {"error": office.last_error},
        )
    ]


def _silent_workers(at: datetime) -> list[Need]:
    beat = last_beat()
    if beat is None or at - beat <= SILENT_AFTER:
        return []
    title = _("No worker has been heard of since %(moment)s")
    return [
        Need(
            title % {"moment": date_format(localtime(beat), "j F, H:i")},
            _("Start “turnabout worker” again, or “turnabout serve” where it runs both."),
        )
    ]


def _failing_jobs() -> list[Need]:
    failing = Duty.objects.filter(failures__gte=FAILURES_TOLD).order_by("name")
    how = _("It is tried again by itself, less and less often. The log says what stops it.")
    title = _("The job “%(name)s” has failed %(count)s times: %(error)s")
    return [
        Need(
            title % {"name": duty.name, "count": duty.failures, "error": duty.last_error},
            how,
        )
        for duty in failing
    ]


def _workers(at: datetime) -> list[WorkerLine]:
    rows = Worker.objects.filter(stopped_at=None, beat_at__gt=at - FORGOTTEN_AFTER)
    return [
        WorkerLine(row.started_at, row.beat_at, at - row.beat_at > SILENT_AFTER)
        for row in rows.order_by("-beat_at")[:MOST_WORKERS_SHOWN]
    ]


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
