"""The mails of a pair. They carry names of partners who know each other, and never content."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.links import LinkPurpose, leads_to
from turnabout.foundation.common.time import now
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import Manner, describes, in_days
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import LinkWanted, still_wanted
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership
from turnabout.together.pairs.models import (
    ANSWER_DAYS,
    REMIND_AFTER_DAYS,
    Agreement,
    Commitment,
    Pair,
    Revisit,
)
from turnabout.together.pairs.moments import next_working_morning


@leads_to("answer-pair")
def to_answer(link: LinkPurpose) -> str:
    return reverse("pairs:answer", kwargs={"public_id": link.about})


@leads_to("pair")
def to_pair(link: LinkPurpose) -> str:
    return reverse("pairs:detail", kwargs={"public_id": link.about})


def send_ask_mentor(pair: Pair) -> None:
    _ask("pairs/ask-mentor", pair, pair.mentor, until=pair.mentor_until)


def send_ask_mentee(pair: Pair) -> None:
    _ask("pairs/ask-mentee", pair, pair.mentee, until=pair.answer_until)


def send_remind_mentor(pair: Pair) -> None:
    """A reminder for later; it leaves only if she is still asked then."""
    _ask("pairs/remind-mentor", pair, pair.mentor, until=pair.mentor_until, is_reminder=True)


def send_remind_mentee(pair: Pair) -> None:
    """A reminder for later; it leaves only if she is still asked then."""
    _ask("pairs/remind-mentee", pair, pair.mentee, until=pair.answer_until, is_reminder=True)


def send_formed(pair: Pair) -> None:
    for person in (pair.mentor, pair.mentee):
        outbox.add(
            "pairs/formed",
            to=person,
            about=pair,
            context={
                **frame(pair),
                "partner_name": pair.other_person(person).name,
                "writes_first": person == pair.mentor,
            },
            links=pair_links(pair),
            dedupe=f"formed:{pair.public_id}:{person.public_id}",
        )


def send_unformed(pair: Pair) -> None:
    """Tell the mentor who said yes, on the day that every outcome is told."""
    outbox.add(
        "pairs/unformed",
        to=pair.mentor,
        about=pair,
        context=frame(pair),
        dedupe=f"unformed:{pair.public_id}",
        due_at=pair.answer_until,
    )


def send_fewer_places(membership: Membership, *, withdrawn: int, stays: int) -> None:
    """Say to somebody who takes fewer partners now what stands and what is withdrawn."""
    programme = membership.programme
    outbox.add(
        "pairs/fewer-places",
        to=membership.person,
        about=membership,
        context={
            "programme_name": programme.name,
            "organisation_name": programme.organisation.name,
            "withdrawn": withdrawn,
            "stays": stays,
        },
    )


def send_agreement_waits(agreement: Agreement, *, to: Person) -> None:
    pair = agreement.pair
    outbox.add(
        "pairs/agreement-waits",
        to=to,
        about=agreement,
        context={
            **frame(pair),
            "partner_name": pair.other_person(to).name,
            "version": agreement.version,
        },
        links=pair_links(pair),
        dedupe=f"agreement:{agreement.public_id}:{to.public_id}",
    )


def send_signed(agreement: Agreement) -> None:
    pair = agreement.pair
    for person in (pair.mentor, pair.mentee):
        outbox.add(
            "pairs/signed",
            to=person,
            about=agreement,
            context={**frame(pair), "partner_name": pair.other_person(person).name},
            links={
                **pair_links(pair),
                "book_url": LinkWanted("book", pair.public_id),
            },
            dedupe=f"signed:{agreement.public_id}:{person.public_id}",
        )


def send_revisit(pair: Pair, revisit: Revisit) -> None:
    """Ask both whether their agreement still fits; the reason is a fact, never about one of two."""
    for person in (pair.mentor, pair.mentee):
        outbox.add(
            "pairs/revisit",
            to=person,
            about=pair,
            context={
                **frame(pair),
                "partner_name": pair.other_person(person).name,
                "reason": revisit.reason,
            },
            links=pair_links(pair),
            dedupe=f"revisit:{revisit.pk}:{person.public_id}",
        )


def send_told_back(commitment: Commitment, *, to: Person) -> None:
    """Tell whoever was heard that there is an answer; the answer itself stays on the page."""
    pair = commitment.pair
    outbox.add(
        "pairs/told-back",
        to=to,
        about=pair,
        context={**frame(pair), "partner_name": pair.other_person(to).name},
        links=pair_links(pair),
        dedupe=f"told-back:{commitment.public_id}",
    )


def send_paused(pair: Pair, *, to: Person) -> None:
    _neutral("pairs/paused", pair, to)


def send_ended(pair: Pair, *, to: Person) -> None:
    _neutral("pairs/ended", pair, to)


def send_resumed(pair: Pair, *, to: Person) -> None:
    outbox.add(
        "pairs/resumed",
        to=to,
        about=pair,
        context={**frame(pair), "partner_name": pair.other_person(to).name},
        links=pair_links(pair),
    )


def send_goes_on(pair: Pair, *, to: Person) -> None:
    """A pair that had ended by a mistake in a list goes on."""
    outbox.add(
        "pairs/goes-on",
        to=to,
        about=pair,
        context={**frame(pair), "partner_name": pair.other_person(to).name},
        links=pair_links(pair),
    )


def frame(pair: Pair) -> dict[str, str]:
    """What every mail about a pair carries."""
    return {
        "programme_name": pair.programme.name,
        "organisation_name": pair.programme.organisation.name,
    }


def pair_links(pair: Pair) -> dict[str, LinkWanted]:
    return {"action_url": LinkWanted("pair", pair.public_id)}


@still_wanted("pairs/ask-mentor", "pairs/remind-mentor")
def is_mentor_still_asked(message: OutboxMessage) -> bool:
    waiting = Pair.objects.asked().filter(public_id=message.about, mentor_accepted_at=None)
    return waiting.exists()


@still_wanted("pairs/ask-mentee", "pairs/remind-mentee")
def is_mentee_still_asked(message: OutboxMessage) -> bool:
    return Pair.objects.asked().filter(public_id=message.about).exists()


@still_wanted("pairs/ended")
def is_still_over(message: OutboxMessage) -> bool:
    return Pair.objects.filter(public_id=message.about).exclude(ended_at=None).exists()


@still_wanted("pairs/revisit")
def is_still_to_be_looked_at(message: OutboxMessage) -> bool:
    """Whether the two are still together and this one has not said yet that the paper fits."""
    open_ones = Revisit.objects.filter(pair__public_id=message.about, settled_at=None)
    return any(
        revisit.pair.is_together
        for revisit in open_ones.select_related("pair__mentor")
        if getattr(
            revisit,
            "mentor_content_at"
            if revisit.pair.mentor.public_id == message.recipient
            else "mentee_content_at",
        )
        is None
    )


@still_wanted("pairs/agreement-waits")
def is_still_unsigned(message: OutboxMessage) -> bool:
    """Whether the words waiting for this person are still the latest and unsigned by her."""
    agreement = (
        Agreement.objects.filter(public_id=message.about)
        .select_related("pair__mentor", "pair__mentee")
        .first()
    )
    if agreement is None or not agreement.pair.is_together:
        return False
    pair = agreement.pair
    is_mentor = message.recipient == pair.mentor.public_id
    signed_at = agreement.mentor_signed_at if is_mentor else agreement.mentee_signed_at
    is_latest = not pair.agreements.filter(version__gt=agreement.version).exists()
    return signed_at is None and is_latest


def _ask(
    kind: str, pair: Pair, person: Person, *, until: datetime, is_reminder: bool = False
) -> None:
    later = timedelta(days=REMIND_AFTER_DAYS)
    outbox.add(
        kind,
        to=person,
        about=pair,
        context={**frame(pair), "answer_until": until.isoformat()},
        links={"action_url": LinkWanted("answer-pair", pair.public_id, days=ANSWER_DAYS)},
        dedupe=f"{kind}:{pair.public_id}",
        due_at=now() + later if is_reminder else None,
    )


def _neutral(kind: str, pair: Pair, person: Person) -> None:
    outbox.add(
        kind,
        to=person,
        about=pair,
        context=frame(pair),
        links=pair_links(pair) if kind == "pairs/ended" else {},
        due_at=next_working_morning(person),
    )


def _asked_sample() -> dict[str, str]:
    return {"answer_until": in_days(ANSWER_DAYS)}


def _partner_sample() -> dict[str, str]:
    return {"partner_name": "Bruno Keller"}


def _revisit_samples() -> dict[str, dict[str, str]]:
    reasons = {
        gettext("Pairs before their third session"): Revisit.Reason.THIRD_SESSION,
        gettext("Pairs half way"): Revisit.Reason.MIDDLE,
        gettext("Pairs after their last session"): Revisit.Reason.END,
        gettext("Pairs around whom something changed"): Revisit.Reason.ORGANISATION,
    }
    return {to: {**_partner_sample(), "reason": reason} for to, reason in reasons.items()}


describes(
    "pairs/ask-mentor",
    to=_("Whoever is asked to form a pair"),
    why=_("A plan is published. The mentor is asked first."),
    is_to_do=True,
    facts=_asked_sample,
)
describes(
    "pairs/ask-mentee",
    to=_("Whoever is asked to form a pair"),
    why=_("The mentor has said yes."),
    is_to_do=True,
    facts=_asked_sample,
)
describes(
    "pairs/remind-mentor",
    to=_("Whoever is asked to form a pair"),
    why=_("The mentor has not answered for a few days."),
    manner=Manner.ASK,
    facts=_asked_sample,
)
describes(
    "pairs/remind-mentee",
    to=_("Whoever is asked to form a pair"),
    why=_("The mentee has not answered for a few days."),
    manner=Manner.ASK,
    facts=_asked_sample,
)
describes(
    "pairs/fewer-places",
    to=_("Whoever is asked to form a pair"),
    why=_("A mentor takes fewer partners than before."),
    facts=lambda: {"withdrawn": 1, "stays": 1},
)
describes(
    "pairs/unformed",
    to=_("Whoever is asked to form a pair"),
    why=_("The pair did not come about. It comes on the day on which everybody hears."),
)
for _kind, _manner, _why in (
    ("formed", Manner.ACT, _("Both have said yes.")),
    ("agreement-waits", Manner.ASK, _("The other person wrote a version of the agreement.")),
    ("signed", Manner.ACT, _("Both have signed the agreement.")),
    (
        "told-back",
        Manner.NEWS,
        _("The other person said what became of something that was heard."),
    ),
    ("resumed", Manner.ACT, _("A pause is over.")),
    ("goes-on", Manner.ACT, _("A pair that had ended by mistake goes on.")),
):
    describes(
        f"pairs/{_kind}",
        to=_("Both of a pair"),
        why=_why,
        facts=_partner_sample,
        manner=_manner,
    )
describes(
    "pairs/revisit",
    to=_("Both of a pair"),
    why=_("The third session, the middle or the end has come, or the organisation changed."),
    by_role=_revisit_samples,
    manner=Manner.ASK,
)
for _kind, _why in (("paused", _("The pair rests.")), ("ended", _("The pair has ended."))):
    describes(f"pairs/{_kind}", to=_("Both of a pair"), why=_why)
