"""Before and after: both sides answer once, without a name, and figures come when it is closed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now, today
from turnabout.foundation.trust import audit, vault
from turnabout.foundation.trust.disclosure import LEAST
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.programmes.own_sets import set_asked
from turnabout.frame.questions.models import QuestionSet, Response
from turnabout.frame.questions.services import holder_of, record_answers
from turnabout.listening.checkins import emails
from turnabout.listening.checkins.counting import what_may_be_told
from turnabout.listening.checkins.models import Round, RoundTicket

# Which set of a programme is asked at each moment; the second repeats every question of the first.
SET_OF = {Round.Moment.BEFORE: "baseline", Round.Moment.AFTER: "end"}
SIDES = ("mentor", "mentee")
SHORTEST_DAYS, LONGEST_DAYS = 3, 60
# How long what people said before may wait for what they say after.
CODES_KEPT = timedelta(days=550)


@transaction.atomic
def open_round(programme: Programme, moment: str, *, closes_on: date, by: Person) -> Round:
    """Ask everybody who mentors or learns here, until a day. A second tap opens no second one."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    standing = Round.objects.open().filter(programme=programme).first()
    if standing is not None:
        if standing.moment == moment:
            return standing
        raise Refusal(_("Another round is open. It closes on its day; open this one afterwards."))
    days = (closes_on - today(programme.organisation.zone)).days
    if not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        raise Refusal(
            _("Choose a day from %(first)d to %(last)d days from now.")
            % {"first": SHORTEST_DAYS, "last": LONGEST_DAYS}
        )
    sides = _sides_of(programme)
    if len(sides) < LEAST:
        raise Refusal(
            _("Fewer than five people take part, so nothing could be told of their answers.")
        )
    opened = Round.objects.create(
        programme=programme,
        moment=moment,
        question_set=asked_in(programme, moment),
        opened_at=now(),
        closes_on=closes_on,
    )
    for person, side in sides.items():
        ticket = RoundTicket.objects.create(round=opened, person=person, side=side)
        emails.send_round(ticket)
        emails.send_round_reminder(ticket)
    audit.record("round_opened", about=opened, by=by, moment=moment, asked=len(sides))
    return opened


@transaction.atomic
def answer_round(round_: Round, answers: Mapping[str, Any], *, by: Person) -> None:
    """Count one person's answers. Her ticket is spent apart from them; nothing leads back."""
    # Held, so that what is counted when it closes is all that was said, and no code stays behind.
    held = Round.objects.select_for_update().get(pk=round_.pk)
    if not held.is_open_on(today(round_.programme.organisation.zone)):
        raise Refusal(_("This round is closed. Its figures are on the same page for everybody."))
    if not answers:
        raise Refusal(_("Nothing was answered. Choose at least one answer, or leave the page."))
    ticket = RoundTicket.objects.filter(round=round_, person=by)
    if not ticket.filter(is_spent=False).update(is_spent=True):
        raise Refusal(_("You have answered already. It is counted without your name."))
    record_answers(
        round_.question_set,
        author=None,
        about=round_.public_id,
        answers=answers,
        code=vault.code_of(holder_of(by), about=f"rounds of {round_.programme.public_id}"),
    )


def close_rounds() -> int:
    """Close the rounds whose day is over, and settle once what may be told of them."""
    _forget_codes(Round.objects.filter(closed_at__lt=now() - CODES_KEPT))
    over = Round.objects.open().filter(closes_on__lt=(now() + timedelta(days=1)).date())
    rounds = over.select_related("programme__organisation", "question_set")
    return sum(
        _close(one) for one in rounds if not one.is_open_on(today(one.programme.organisation.zone))
    )


def asked_in(programme: Programme, moment: str) -> QuestionSet:
    """The questions of this moment, as this programme asks them."""
    use = SET_OF[Round.Moment(moment)]
    return set_asked(programme, use, use)


@transaction.atomic
def _close(round_: Round) -> int:
    if not Round.objects.open().filter(pk=round_.pk).update(closed_at=now()):
        return 0
    round_.refresh_from_db()
    is_after = round_.moment == Round.Moment.AFTER
    others = Round.objects.filter(programme=round_.programme_id).exclude(pk=round_.pk)
    before = _latest_with_codes(others) if is_after else None
    Round.objects.filter(pk=round_.pk).update(told=what_may_be_told(round_, before))
    _forget_codes(Round.objects.filter(programme=round_.programme_id) if is_after else others)
    audit.record("round_closed", about=round_)
    return 1


def _latest_with_codes(rounds: QuerySet[Round]) -> Round | None:
    """The latest closed round from before whose answers nobody has been compared with yet."""
    coded = Response.objects.exclude(code="").values("about")
    return rounds.filter(moment=Round.Moment.BEFORE, public_id__in=coded).first()


def _forget_codes(rounds: QuerySet[Round]) -> None:
    """Leave nothing by which an answer could be linked to another one."""
    coded = Response.objects.filter(about__in=rounds.values("public_id")).exclude(code="")
    coded.update(code="")


def _sides_of(programme: Programme) -> dict[Person, str]:
    """Who mentors or learns now, each once; whoever does both answers as a mentor."""
    members = Membership.objects.active().filter(programme=programme, role__in=SIDES)
    people = members.select_related("person__organisation").order_by("role", "pk")
    return {member.person: member.role for member in people}
