"""How a pair lives: answers, agreement, dates, sessions, what is heard and done. Acts only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from turnabout.faces.rehearsal.agenda import Agenda
from turnabout.faces.rehearsal.character import Character, character_of
from turnabout.faces.rehearsal.packs import load_words
from turnabout.foundation.common.actors import Standing
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.frame.content.services import finish_module
from turnabout.frame.content.training import modules_for
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership
from turnabout.joining.applications.models import Offer
from turnabout.listening.checkins.services import give_pulse
from turnabout.together.meetings import queries as dates
from turnabout.together.meetings import services as meetings
from turnabout.together.meetings.models import Meeting
from turnabout.together.pairs import services as pairs
from turnabout.together.pairs.models import Agreement, Commitment, Goal, Pair
from turnabout.together.pairs.paper import digest_of
from turnabout.together.recognition.services import give_thanks, open_offer

MOVE_DAYS_BEFORE = 4
THANKS = 0.22
SERVES = 0.7
OFFERS = 0.15
HEARD = 0.45


@dataclass
class PairLife:
    """One pair on the agenda. Each method is something that one of the two does on a day."""

    agenda: Agenda
    pair_id: int
    seed: int
    luck: str

    @classmethod
    def of(cls, pair: Pair, agenda: Agenda, seed: int) -> "PairLife":
        return cls(agenda, pair.pk, seed, f"{seed}:{pair.mentor.hr_id}:{pair.mentee.hr_id}")

    @property
    def pair(self) -> Pair:
        return Pair.objects.select_related(
            "programme__organisation", "mentor__organisation", "mentee__organisation"
        ).get(pk=self.pair_id)

    def drawn(self, what: str) -> Random:
        return Random(f"{self.luck}:{what}")  # noqa: S311 - invented people need no secret

    def character(self, person: Person) -> Character:
        return character_of(person, self.seed)

    def begin(self) -> None:
        """The mentor has been asked; she answers on a day of her own."""
        self.agenda.plan_in(
            self.mentor_answers, days=self.character(self.pair.mentor).answers_in_days
        )

    def mentor_answers(self) -> None:
        pair = self.pair
        if not self._is_asked(pair):
            return
        character = self.character(pair.mentor)
        if not character.says_yes:
            pairs.decline_proposal(pair, by=pair.mentor)
            return
        pairs.accept_proposal(pair, by=pair.mentor)
        self.agenda.plan_in(self.mentee_answers, days=self.character(pair.mentee).answers_in_days)

    def mentee_answers(self) -> None:
        pair = self.pair
        if not self._is_asked(pair):
            return
        if not self.character(pair.mentee).says_yes:
            pairs.decline_proposal(pair, by=pair.mentee)
            return
        pairs.accept_proposal(pair, by=pair.mentee)
        drawn = self.drawn("start")
        self.agenda.plan_in(self.train, days=self.drawn("train").uniform(0.3, 0.9))
        self.agenda.plan_in(self.write_goals, days=1)
        self.agenda.plan_in(self.draft, days=drawn.uniform(1.2, 3))
        if self.drawn("offer").random() < OFFERS:
            self.agenda.plan_in(self.offer, days=20)
        if self.character(pair.mentee).books:
            self.agenda.plan_in(self.book, days=drawn.uniform(1, 16))
        else:
            self.agenda.plan_in(self.book, days=40)

    def train(self) -> None:
        """Both read their modules, so that the first session waits for nobody."""
        pair = self.pair
        for person in (pair.mentor, pair.mentee):
            for module in modules_for(pair.side_of(person), "en", pair.programme):
                finish_module(person, module.slug)

    def write_goals(self) -> None:
        pair, drawn = self.pair, self.drawn("goals")
        words = load_words()
        goal = pairs.write_goal(pair, drawn.choice(words.goals), by=pair.mentee)
        self._serve(goal)
        pairs.write_goal(pair, drawn.choice(words.why), by=pair.mentor)

    def offer(self) -> None:
        """The mentor shows others, too, what she knows."""
        pair, drawn = self.pair, self.drawn("what is offered")
        known = Offer.objects.filter(
            application__membership=pair.mentor_membership_id, topic__is_lived_experience=False
        )
        first = known.select_related("topic").first()
        member = pair.mentor_membership
        if first is not None and member.standing is Standing.ACTIVE:
            words = drawn.choice(load_words().offers)
            widely = drawn.random() < 0.5
            open_offer(member, first.topic, words, is_for_organisation=widely, by=pair.mentor)

    def _serve(self, thing: Goal | Commitment) -> None:
        """Most say which initiative of the programme it serves."""
        drawn = self.drawn("serves")
        initiatives = list(thing.pair.programme.initiatives.all())
        if drawn.random() < SERVES:
            pairs.serve_initiative(thing, drawn.choice(initiatives), by=thing.pair.mentee)

    def draft(self) -> None:
        pair = self.pair
        agreement = pairs.draft_agreement(pair, self._clauses(), by=pair.mentor)
        _sign(agreement, pair, by=pair.mentor)
        late = 0 if self.character(pair.mentee).signs else 60
        self.agenda.plan_in(self.mentee_signs, days=self.drawn("sign").uniform(0.5, 3) + late)

    def mentee_signs(self) -> None:
        pair = self.pair
        latest = pair.agreements.first()
        if pair.is_together and latest is not None and latest.mentee_signed_at is None:
            written = pairs.draft_agreement(pair, self._clauses(), by=pair.mentee)
            _sign(written, pair, by=pair.mentee)
            self.agenda.plan_in(self.mentor_signs, days=self.drawn("sign again").uniform(0.2, 1))

    def mentor_signs(self) -> None:
        """The mentor reads what the mentee put in, and signs that as well."""
        pair = self.pair
        latest = pair.agreements.first()
        if pair.is_together and latest is not None and latest.mentor_signed_at is None:
            _sign(latest, pair, by=pair.mentor)

    def _clauses(self) -> dict[str, str]:
        drawn = self.drawn("agreement")
        return {slug: drawn.choice(said) for slug, said in load_words().agreement.items()}

    def book(self) -> None:
        """Book every session at once, as the product asks."""
        pair = self.pair
        starts = dates.propose_dates(pair) if pair.is_together else []
        if not starts:
            return
        place = self.drawn("place").choice(load_words().places_to_meet)
        for meeting in meetings.book_meetings(pair, starts, by=pair.mentee, place=place):
            self._expect(meeting)

    def _expect(self, meeting: Meeting) -> None:
        """Plan what may happen to a session: it is moved before, and comes about or not."""
        drawn = self.drawn(f"meeting:{meeting.number}")
        if drawn.random() < self.character(self.pair.mentee).moves:
            before = timedelta(days=MOVE_DAYS_BEFORE, hours=drawn.uniform(0, 8))
            self.agenda.plan(meeting.starts_at - before, partial(self.move, meeting.pk))
        self._meet_at(meeting.pk, meeting.ends_at)

    def _meet_at(self, meeting_id: int, ends_at: datetime) -> None:
        self.agenda.plan(ends_at + timedelta(minutes=20), partial(self.meet, meeting_id))

    def move(self, meeting_id: int) -> None:
        """The mentee's side needs another hour; her assistant moves it if she has one."""
        meeting = self._standing(meeting_id)
        if meeting is None:
            return
        pair = meeting.pair
        slots = dates.slots_to_move_to(meeting)
        later = [start for start in slots if start > meeting.starts_at]
        if not later:
            return
        by = self._assistant(pair) or pair.mentee
        try:
            meetings.move_meeting(meeting, later[0], by=by)
        except Refusal:
            return  # all moves are used, or it is too near: the session stays where it is
        self._meet_at(meeting.pk, meeting.ends_at)

    def moves_two(self) -> bool:
        """Something comes up twice: the next two sessions go to another hour, if they can."""
        pair = self.pair
        ahead = now() + timedelta(days=MOVE_DAYS_BEFORE)
        next_two = list(pair.meetings.to_come(ahead).order_by("starts_at")[:2])
        if not pair.is_together or pair.meetings.filter(moves__isnull=False).exists():
            return False
        for meeting in next_two:
            self.move(meeting.pk)
        return pair.meetings.filter(moves__isnull=False).count() == 2

    def meet(self, meeting_id: int) -> None:
        """The hour is over: they met, or not, and one of them says so."""
        meeting = self._standing(meeting_id)
        if meeting is None or meeting.starts_at > now():
            return
        drawn = self.drawn(f"met:{meeting.number}")
        pair = meeting.pair
        came = drawn.random() < self.character(pair.mentee).keeps
        who = pair.mentor if drawn.random() < 0.5 else pair.mentee
        if drawn.random() < self.character(who).forgets:
            return
        if not came:
            meetings.mark_missed(meeting, by=who)
            return
        meetings.mark_held(meeting, by=who)
        if pair.revisits.filter(settled_at=None).exists():
            self.agenda.plan_in(self.look_again, days=1)
        for person in (pair.mentor, pair.mentee):
            self._afterwards(meeting.pk, person, drawn)
        if drawn.random() < HEARD:
            self.agenda.plan_in(partial(self.hear, meeting.number), hours=drawn.uniform(1, 30))
        if meeting.number > 1 and drawn.random() < THANKS:
            self.agenda.plan_in(partial(self.thank, meeting.number), hours=drawn.uniform(2, 60))

    def look_again(self) -> None:
        """Both find that the agreement still fits, as they were asked."""
        pair = self.pair
        for person in (pair.mentor, pair.mentee):
            if pair.is_together and pair.revisits.filter(settled_at=None).exists():
                pairs.say_it_still_fits(pair, by=person)

    def _afterwards(self, meeting_id: int, person: Person, drawn: Random) -> None:
        if drawn.random() < self.character(person).writes:
            self.agenda.plan_in(
                partial(self.give_pulse, meeting_id, person.pk), hours=drawn.uniform(0.2, 20)
            )

    def give_pulse(self, meeting_id: int, person_id: int) -> None:
        meeting = Meeting.objects.select_related("pair__mentor", "pair__mentee").get(pk=meeting_id)
        pair = meeting.pair
        person = pair.mentor if pair.mentor_id == person_id else pair.mentee
        drawn = self.drawn(f"pulse:{meeting.number}:{person.hr_id}")
        second = "could_say" if person == pair.mentor else "learnt"
        answers = {
            "worth": drawn.choices((2, 3, 4, 5), (1, 2, 5, 4))[0],
            second: drawn.choices((2, 3, 4, 5), (1, 2, 5, 4))[0],
            "one_word": drawn.choice(load_words().one_word),
        }
        give_pulse(meeting, answers, by=person)

    def hear(self, number: int) -> None:
        """The mentee notes what she heard, and mostly says what she will do."""
        pair, drawn = self.pair, self.drawn(f"heard:{number}")
        if not pair.is_together:
            return
        words = load_words()
        which = drawn.randrange(len(words.heard))
        commitment = pairs.note_commitment(pair, words.heard[which], by=pair.mentee)
        self._serve(commitment)
        if drawn.random() < 0.8:
            due_on = now().date() + timedelta(days=drawn.randint(14, 45))
            pairs.plan_commitment(commitment, words.will_do[which], due_on, by=pair.mentee)
            if drawn.random() < 0.7:
                self.agenda.plan_in(
                    partial(self.finish, commitment.pk, words.will_do[which]),
                    days=drawn.uniform(10, 50),
                )

    def finish(self, commitment_id: int, words: str) -> None:
        commitment = Commitment.objects.select_related("pair", "owner").get(pk=commitment_id)
        if commitment.pair.is_together and commitment.owner is not None:
            pairs.finish_commitment(commitment, words, by=commitment.owner)

    def thank(self, number: int) -> None:
        pair, drawn = self.pair, self.drawn(f"thanks:{number}")
        if pair.is_together:
            by = pair.mentee if drawn.random() < 0.7 else pair.mentor
            give_thanks(pair, drawn.choice(load_words().thanks), by=by)

    def is_called(self, signal: str) -> None:
        """The coordinator has called about something; what was forgotten is done now."""
        pair = self.pair
        if not pair.is_together:
            return
        if signal in ("not_started", "no_next_date"):
            self.book()
        elif signal == "agreement_unsigned":
            self.mentee_signs()
        elif signal == "unanswered":
            unanswered = pair.meetings.unanswered(now()).first()
            if unanswered is not None:
                meetings.mark_held(unanswered, by=pair.mentee)

    def end(self) -> None:
        pair = self.pair
        if pair.is_together:
            pairs.end_pair(pair, by=pair.mentor)

    def _is_asked(self, pair: Pair) -> bool:
        return pair.closed_unformed_at is None and pair.ended_at is None

    def _standing(self, meeting_id: int) -> Meeting | None:
        """The session if it still stands, has no outcome, and its pair meets."""
        meeting = (
            Meeting.objects.standing()
            .filter(pk=meeting_id, held_at=None, missed_at=None, pair__ended_at=None)
            .select_related(
                "pair__programme__organisation",
                "pair__mentor__organisation",
                "pair__mentee__organisation",
            )
            .first()
        )
        return meeting if meeting is not None and meeting.pair.paused_at is None else None

    def _assistant(self, pair: Pair) -> Person | None:
        delegates = Membership.objects.active().filter(
            programme=pair.programme, role="delegate", principal=pair.mentee
        )
        delegate = delegates.select_related("person__organisation").first()
        return delegate.person if delegate is not None else None


def _sign(agreement: Agreement, pair: Pair, *, by: Person) -> None:
    """Sign what is there, as somebody who has just read it."""
    pairs.sign_agreement(
        agreement, by=by, shown=digest_of(agreement, pair), promises_to_step_back=True
    )
