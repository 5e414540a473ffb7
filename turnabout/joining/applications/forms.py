from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Self

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.texts import said
from turnabout.foundation.common.weeks import week_choices
from turnabout.frame.questions.forms import field_for
from turnabout.frame.questions.models import Question
from turnabout.frame.questions.policy import is_private, seen_by
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.queries import TopicGroup, name_of
from turnabout.joining.applications import policy
from turnabout.joining.applications.answers import StepSaid, WantSaid
from turnabout.joining.applications.queries import Asked, Named, names_in

WANTS = (1, 2, 3)
LEADING_GROUPS, FIRST_OF_EACH = 3, 2
WAYS = (("offer", _("Offer")), ("ask", _("Ask first")), ("off", _("Off limits")))
PLACES = (
    ("1-1", _("One")),
    ("1-2", _("One, or two if somebody would have no mentor")),
    ("2-2", _("Two")),
)
Words = str | Promise


@dataclass(frozen=True)
class FoldedGroup:
    """Topics of one group as fields, folded away unless they come first or are answered."""

    name: str
    fields: tuple[BoundField, ...]
    is_open: bool


@dataclass(frozen=True)
class Part:
    """One thing that is asked: its fields, and the line that says who sees the answer."""

    kind: str
    title: str = ""
    hint: str = ""
    fields: tuple[BoundField, ...] = ()
    sees: Words = ""
    is_private: bool = False
    groups: tuple[FoldedGroup, ...] = ()
    more: tuple[BoundField, ...] = ()
    more_is_open: bool = False
    low: str = ""
    high: str = ""


class StepForm(forms.Form):
    """One step of an application, made of the questions of its set."""

    def __init__(self, asked: Asked, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={})
        self.asked = asked
        self._named: dict[str, list[Named]] = {}
        self._parts: list[Callable[[], Part]] = []
        if asked.step == 1:
            self._ask_for_promises()
        for question in asked.questions:
            self._makers.get(question.kind, StepForm._ask_plainly)(self, question)
        if asked.gains:
            self._ask_what_to_give()

    @classmethod
    def again(cls, asked: Asked, data: Mapping[str, Any]) -> Self:
        """The step as it is kept, without a word about what is still missing."""
        form = cls(asked)
        names = [name for name in form.fields if name.endswith("_words")]
        form.initial |= {name: data.get(name, "") for name in names}
        return form

    @property
    def parts(self) -> list[Part]:
        """What the page shows, in order. Neighbours with the same readers say so once."""
        made = [make() for make in self._parts]
        return [
            replace(part, sees="") if str(part.sees) == str(after.sees) else part
            for part, after in pairwise([*made, Part("end")])
        ]

    def said(self) -> StepSaid:
        """The answers that make sense so far; what does not is left as it was kept."""
        cleaned = self.cleaned_data
        kinds = {question.kind: question for question in self.asked.questions}
        plain = self._plain_questions()
        languages = next((one.key for one in plain if one.choices_from == "languages"), "")
        answers = {one.key: cleaned[one.key] or None for one in plain if one.key in cleaned}
        private = {one.key for one in plain if is_private(one)}
        avoid = self._avoid()
        return StepSaid(
            open={key: value for key, value in answers.items() if key not in private}
            | self._delegates(),
            private={key: value for key, value in answers.items() if key in private},
            ways=self._ways() if "three_ways" in kinds else None,
            wants=self._wants() if "topics" in kinds else None,
            hours=tuple(cleaned["hours"]) if "hours" in cleaned else None,
            languages=tuple(cleaned.get(languages) or ()) if languages else None,
            gives_back=tuple(cleaned["gives_back"]) if "gives_back" in cleaned else None,
            places=_places(cleaned["places"]) if cleaned.get("places") else None,
            people=None if avoid is None else avoid[0],
            units=None if avoid is None else avoid[1],
            has_accepted=bool(cleaned.get("promises")),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_wants(cleaned)
        for question in self.asked.questions:
            if question.kind == "three_ways" and question.is_required:
                ways = self._ways()
                if "offer" not in ways.values():
                    self.add_error(None, _("Choose “Offer” for at least one topic."))
            if question.kind == "people":
                self._check_names(question, cleaned)
        return cleaned

    def _ask_for_promises(self) -> None:
        application = self.asked.application
        if application is not None and application.promises_accepted_at is not None:
            return
        self.fields["promises"] = forms.BooleanField(
            label=_("I know what is asked of me and what is promised to me."),
        )
        self._parts.append(lambda: Part("promises", fields=(self["promises"],)))

    def _ask_plainly(self, question: Question) -> None:
        made = field_for(question, self._choices(question))
        initial = self.asked.answers.get(question.key, self.asked.private.answers.get(question.key))
        if question.choices_from == "languages":
            application = self.asked.application
            person = self.asked.membership.person
            usual = [person.language or person.organisation.language]
            initial = (application.languages if application else None) or usual
        self._add(question.key, made, initial)
        self._parts.append(
            lambda: Part(
                "scale" if question.kind == "scale" else "plain",
                fields=(self[question.key],),
                low=said(question.scale["low"]) if question.kind == "scale" else "",
                high=said(question.scale["high"]) if question.kind == "scale" else "",
                sees=seen_by(question),
                is_private=is_private(question),
            )
        )

    def _ask_three_ways(self, question: Question) -> None:
        for topic in self._topics():
            made = forms.ChoiceField(
                label=name_of(topic), choices=WAYS, required=False, widget=forms.RadioSelect
            )
            self._add(_way(topic), made, self._way_of(topic))
        self._parts.append(lambda: self._three_ways_part(question))

    def _ask_for_wants(self, question: Question) -> None:
        choices = self._topic_choices()
        wants = (
            list(self.asked.application.wants.select_related("topic"))
            if (self.asked.application)
            else []
        )
        hint = said(self.asked.goal.hints) if self.asked.goal else ""
        goal = said(self.asked.goal.texts) if self.asked.goal else ""
        is_needed = self.asked.goal is not None and self.asked.goal.is_required
        for rank, kept in zip(WANTS, [*wants, None, None, None], strict=False):
            label = (_("First"), _("Second"), _("Third"))[rank - 1]
            topic = forms.ChoiceField(label=label, choices=choices, required=rank == 1)
            self._add(f"want_{rank}", topic, kept.topic.slug if kept else "")
            if goal:
                decision = forms.CharField(
                    label=goal,
                    help_text=hint if rank == 1 else "",
                    max_length=300,
                    required=rank == 1 and is_needed,
                )
                self._add(f"decision_{rank}", decision, kept.decision if kept else "")
        names = [name for name in self.fields if name.startswith(("want_", "decision_"))]
        self._parts.append(
            lambda: Part(
                "topics",
                title=said(question.texts),
                hint=said(question.hints) if question.hints else "",
                fields=tuple(self[name] for name in names if name.endswith("_1")),
                more=tuple(self[name] for name in names if not name.endswith("_1")),
                more_is_open=any(
                    self[name].value() or self[name].errors for name in ("want_2", "want_3")
                ),
                sees=policy.SEEN_PARTNER,
            )
        )

    def _ask_for_hours(self, question: Question) -> None:
        application = self.asked.application
        made = hours_field(question, required=question.is_required)
        self._add("hours", made, application.hours if application else [])
        fields = ["hours"]
        if self.asked.is_mentor:
            places = forms.ChoiceField(
                label=_("How many people could you mentor?"),
                choices=PLACES,
                widget=forms.RadioSelect,
            )
            self._add("places", places, application.places if application else "1-1")
            fields.append("places")
        self._parts.append(
            lambda: Part(
                "week", fields=tuple(self[name] for name in fields), sees=policy.SEEN_PARTNER
            )
        )

    def _ask_for_people(self, question: Question) -> None:
        key = question.key
        kept = self._kept_names(question)
        if kept:
            made = forms.MultipleChoiceField(
                label=_("On your list. Untick to take off."),
                choices=kept,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            self._add(f"{key}_kept", made, [value for value, _name in kept])
        words = forms.CharField(
            label=said(question.texts),
            help_text=said(question.hints) if question.hints else "",
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self._add(f"{key}_words", words, "")
        private = is_private(question)
        sees = policy.SEEN_AVOID if private else seen_by(question)
        names = [name for name in (f"{key}_words", f"{key}_kept") if name in self.fields]
        self._parts.append(
            lambda: Part(
                "people",
                title=said(question.texts),
                fields=tuple(self[name] for name in (*names, *self._chosen_among(key))),
                sees=sees,
                is_private=private,
            )
        )

    def _ask_what_to_give(self) -> None:
        application = self.asked.application
        made = forms.MultipleChoiceField(
            label=_("What could you give back?"),
            help_text=_("Mentors say what they would like in return. You promise nothing yet."),
            choices=self.asked.gains,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self._add("gives_back", made, application.gives_back if application else [])
        self._parts.append(
            lambda: Part("plain", fields=(self["gives_back"],), sees=policy.SEEN_PARTNER)
        )

    _makers: Mapping[str, Callable[["StepForm", Question], None]] = {
        "three_ways": _ask_three_ways,
        "topics": _ask_for_wants,
        "week": _ask_for_hours,
        "people": _ask_for_people,
    }

    def _add(self, name: str, field: forms.Field, initial: Any) -> None:
        self.fields[name] = field
        self.initial[name] = initial

    def _plain_questions(self) -> list[Question]:
        return [one for one in self.asked.questions if one.kind not in self._makers]

    def _choices(self, question: Question) -> Sequence[tuple[str, str]]:
        return self.asked.languages if question.choices_from == "languages" else ()

    def _topics(self) -> list[Topic]:
        topics = {topic.slug: topic for topic in self.asked.found}
        for group in self.asked.groups:
            topics |= {topic.slug: topic for topic in group.topics}
        return list(topics.values())

    def _topic_choices(self) -> list[Any]:
        groups: list[Any] = [("", _("Choose a topic"))]
        if self.asked.found:
            nearest = [(topic.slug, name_of(topic)) for topic in self.asked.found]
            groups.append((_("Nearest to your words"), nearest))
        groups += [
            (str(group.name), [(topic.slug, name_of(topic)) for topic in group.topics])
            for group in self.asked.groups
        ]
        return groups

    def _way_of(self, topic: Topic) -> str:
        application = self.asked.application
        if topic.slug in self.asked.private.ask_first:
            return "ask"
        if topic.slug in self.asked.private.off_limits:
            return "off"
        if application is None:
            return ""
        if not hasattr(self, "_offered"):
            self._offered = set(application.offers.values_list("topic__slug", flat=True))
        return "offer" if topic.slug in self._offered else ""

    def _three_ways_part(self, question: Question) -> Part:
        found = tuple(self[_way(topic)] for topic in self.asked.found)
        found += tuple(self[_way(topic)] for topic in self._first_topics(found))
        shown = {field.name for field in found}
        groups = [self._folded(group, shown) for group in self.asked.groups]
        return Part(
            "three_ways",
            title=said(question.texts),
            hint=said(question.hints),
            fields=found,
            groups=tuple(group for group in groups if group.fields),
            sees=policy.SEEN_OFFERS,
            is_private=True,
        )

    def _folded(self, group: TopicGroup, shown: set[str]) -> FoldedGroup:
        fields = tuple(self[_way(topic)] for topic in group.topics if _way(topic) not in shown)
        is_answered = any(field.value() for field in fields)
        return FoldedGroup(str(group.name), fields, is_open=is_answered)

    def _first_topics(self, found: tuple[BoundField, ...]) -> list[Topic]:
        """A few topics of each group that leads, so that the first screen is short."""
        shown = {field.name for field in found}
        leading = [group for group in self.asked.groups if group.slug in self.asked.leading]
        return [
            topic
            for group in leading[:LEADING_GROUPS]
            for topic in group.topics[:FIRST_OF_EACH]
            if _way(topic) not in shown
        ]

    def _ways(self) -> dict[str, str]:
        names = {_way(topic): topic.slug for topic in self._topics()}
        said_ways = {slug: self.cleaned_data.get(name) for name, slug in names.items()}
        return {slug: way for slug, way in said_ways.items() if way}

    def _wants(self) -> tuple[WantSaid, ...]:
        found: dict[str, WantSaid] = {}
        for rank in WANTS:
            topic = self.cleaned_data.get(f"want_{rank}")
            if topic and topic not in found:
                decision = self.cleaned_data.get(f"decision_{rank}", "")
                found[topic] = WantSaid(topic, decision)
        return tuple(found.values())

    def _check_wants(self, cleaned: dict[str, Any]) -> None:
        chosen = [cleaned.get(f"want_{rank}") for rank in WANTS]
        for rank in WANTS[1:]:
            if chosen[rank - 1] and chosen[rank - 1] in chosen[: rank - 1]:
                self.add_error(f"want_{rank}", _("You chose this topic above. Choose another one."))

    def _kept_names(self, question: Question) -> list[tuple[str, str]]:
        if not is_private(question):
            kept = self.asked.answers.get(question.key) or []
            return [(f"person:{row['id']}", row["name"]) for row in kept]
        people = [(f"person:{one.public_id}", one.name) for one in self.asked.avoided]
        return people + [(f"unit:{unit}", unit) for unit in sorted(self.asked.private.units)]

    def _chosen_among(self, key: str) -> list[str]:
        return [name for name in self.fields if name.startswith(f"{key}_among_")]

    def _check_names(self, question: Question, cleaned: dict[str, Any]) -> None:
        key = question.key
        organisation = self.asked.membership.programme.organisation
        lines = (cleaned.get(f"{key}_words") or "").replace(";", "\n").replace(",", "\n")
        named = names_in(organisation, lines.splitlines()[:20])
        self._named[key] = named
        unknown = [one.words for one in named if not one.unit and not one.people]
        if unknown:
            self.add_error(
                f"{key}_words",
                _("Nobody here is called “%(name)s”. Write the whole name, or a team.")
                % {"name": unknown[0]},
            )
        for place, one in enumerate(named):
            if len(one.people) > 1:
                self._ask_which(key, place, one)

    def _ask_which(self, key: str, place: int, named: Named) -> None:
        """Several people answer to these words: let her tick the one she means."""
        name = f"{key}_among_{place}"
        choices = [
            (
                f"person:{one.public_id}",
                ", ".join(filter(None, (one.name, one.job_title, one.unit))),
            )
            for one in named.people
        ]
        self.fields[name] = forms.MultipleChoiceField(
            label=_("Whom do you mean by “%(name)s”?") % {"name": named.words},
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        picked = [one for one in self.data.getlist(name) if one in dict(choices)]  # type: ignore[attr-defined]
        if not picked:
            self.add_error(name, _("Tick whom you mean."))
        self.cleaned_data[name] = picked

    def _chosen(self, question: Question) -> list[str] | None:
        """What is on the list of a question about people, as `person:…` and `unit:…`."""
        key = question.key
        if f"{key}_words" not in self.cleaned_data and f"{key}_words" not in self.errors:
            return None
        chosen = list(self.cleaned_data.get(f"{key}_kept") or [])
        for place, one in enumerate(self._named.get(key, [])):
            if one.unit:
                chosen.append(f"unit:{one.unit}")
            elif len(one.people) == 1:
                chosen.append(f"person:{one.people[0].public_id}")
            else:
                chosen += self.cleaned_data.get(f"{key}_among_{place}") or []
        return chosen

    def _avoid(self) -> tuple[frozenset[str], frozenset[str]] | None:
        for question in self.asked.questions:
            if question.kind == "people" and is_private(question):
                chosen = self._chosen(question)
                if chosen is None:
                    return None
                return _of("person:", chosen), _of("unit:", chosen)
        return None

    def _delegates(self) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for question in self.asked.questions:
            if question.kind == "people" and not is_private(question):
                ids = _of("person:", self._chosen(question) or [])
                people = {
                    person.public_id: person.name
                    for one in self._named.get(question.key, [])
                    for person in one.people
                }
                people |= {row["id"]: row["name"] for row in self._kept_rows(question)}
                rows = [{"id": one, "name": people[one]} for one in sorted(ids) if one in people]
                answers[question.key] = rows or None
        return answers

    def _kept_rows(self, question: Question) -> list[dict[str, str]]:
        return list(self.asked.answers.get(question.key) or [])


class HoursForm(forms.Form):
    """The hours of a week, alone: what a delegate may fill."""

    def __init__(self, question: Question, data: Any = None, *, hours: Sequence[str] = ()) -> None:
        super().__init__(data, initial={"hours": hours})
        self.fields["hours"] = hours_field(question, required=True)


def hours_field(question: Question, *, required: bool) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=said(question.texts),
        help_text=said(question.hints) if question.hints else "",
        choices=week_choices(),
        required=required,
        widget=forms.CheckboxSelectMultiple,
    )


def _way(topic: Topic) -> str:
    return f"topic_{topic.slug}"


def _places(value: str) -> tuple[int, int]:
    wanted, at_most = value.split("-")
    return int(wanted), int(at_most)


def _of(prefix: str, values: Sequence[str]) -> frozenset[str]:
    return frozenset(value.removeprefix(prefix) for value in values if value.startswith(prefix))
