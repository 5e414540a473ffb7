"""What holds for every text that is shipped: two languages, our voice, nothing left dangling."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib.resources import files
from itertools import product
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from turnabout.faces.rehearsal.packs import load_company, load_names, load_words
from turnabout.foundation.common.packs import PackError, Text, text
from turnabout.frame.content.packs import page_slugs
from turnabout.frame.programmes.presets import (
    load_phase_kinds,
    load_presets,
    preset,
)
from turnabout.frame.questions.models import QuestionSet
from turnabout.frame.questions.sets import (
    QuestionSetText,
    StepText,
    check_set,
    load_question_sets,
    question,
    question_set,
)
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.packs import load_groups, load_topics, topic
from turnabout.joining.interest.models import PollAnswer
from turnabout.listening.signals.packs import PLACEHOLDERS as SIGNAL_PLACEHOLDERS
from turnabout.listening.signals.packs import filled, load_signals, signal
from turnabout.listening.signals.rules import CARED_FOR, RULES
from turnabout.together.pairs.packs import PLACEHOLDERS as CLAUSE_PLACEHOLDERS
from turnabout.together.pairs.packs import clause_words, clauses_of, load_clauses

WORDS = Text((("en", "Words"), ("es", "Palabras")))
EVERYTHING = (
    load_groups,
    load_topics,
    load_phase_kinds,
    load_presets,
    load_question_sets,
    load_clauses,
    load_signals,
)
# Nobody is described by years lived; the voice is calm and plain.
NEVER = re.compile(
    r"""\b(?:age|aged|ages|ageing|elderly|older|oldest|young|younger|youngest|youth|generation
    |generations|generational|millennials?|boomers?|gen\ [xyz]|please|simply|oops
    |edad|edades|joven|jóvenes|juventud|anciano|anciana|ancianos|viejo|vieja|viejos|viejas
    |generación|generaciones|generacional|generacionales|por\ favor|simplemente)\b
    |[!¡—–]|\ -\ """,
    re.IGNORECASE | re.VERBOSE,
)


def texts_in(thing: object) -> Iterator[Text]:
    if isinstance(thing, Text):
        yield thing
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from texts_in(getattr(thing, field.name))
    elif isinstance(thing, tuple):
        for part in thing:
            yield from texts_in(part)


def named_in(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def shipped_files() -> list[tuple[str, str]]:
    packages = (
        "turnabout.frame.topics.packs",
        "turnabout.frame.programmes.presets",
        "turnabout.frame.questions.sets",
        "turnabout.together.pairs.packs",
        "turnabout.listening.signals.packs",
    )
    return [
        (entry.name, entry.read_text(encoding="utf-8"))
        for package in packages
        for entry in files(package).iterdir()
        if entry.name.endswith(".toml")
    ]


@pytest.mark.parametrize("load", EVERYTHING)
def test_every_text_has_words_in_english_and_spanish(load):
    found = list(texts_in(load()))

    assert found
    assert [t for t in found if {language for language, _ in t.words} != {"en", "es"}] == []
    assert [t for t in found if not all(words.strip() for _, words in t.words)] == []


@pytest.mark.parametrize("load", EVERYTHING)
def test_no_text_speaks_of_years_lived_or_raises_its_voice(load):
    found = [words for t in texts_in(load()) for _, words in t.words]

    assert [words for words in found if NEVER.search(words)] == []


@pytest.mark.parametrize("load", EVERYTHING)
def test_slugs_are_used_once(load):
    slugs = [thing.slug for thing in load()]

    assert sorted(set(slugs)) == sorted(slugs)


def test_no_shipped_file_reaches_500_lines():
    assert [name for name, source in shipped_files() if source.count("\n") >= 500] == []


def test_the_catalogue_holds_topics_in_every_group():
    topics = load_topics()

    assert len(topics) >= 200
    assert {topic.group for topic in topics} == {group.slug for group in load_groups()}


@pytest.mark.capability("S119")
def test_two_hundred_topics_have_a_ladder_and_an_exercise_and_what_is_lived_is_never_graded():
    topics = load_topics()
    graded = [topic for topic in topics if not topic.is_lived_experience]
    steps = [words for topic in graded for step in topic.ladder for _, words in step.words]

    assert sum(len(topic.ladder) == 3 and len(topic.exercises) > 0 for topic in graded) >= 200
    assert {topic.ladder for topic in topics if topic.is_lived_experience} == {()}
    assert sorted(set(steps)) == sorted(steps)
    assert [words for words in steps if len(words) > 100] == []


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        ({"is_lived_experience": True}, "never graded"),
        ({"ladder": []}, "three steps"),
        ({"kind": "view", "ladder": [{"en": "Words", "es": "Palabras"}]}, "three steps"),
    ],
)
def test_a_topic_with_too_few_steps_or_with_steps_of_what_is_lived_is_refused(row, refusal):
    step = {"en": "Words", "es": "Palabras"}
    table = {"slug": "made", "group": "ai", "kind": "practice", "name": step, "ladder": [step] * 3}
    table |= {"keywords": {"en": ["word"], "es": ["palabra"]}}

    assert len(topic(table, groups=("ai",)).ladder) == 3
    with pytest.raises(PackError, match=refusal):
        topic(table | row, groups=("ai",))


def test_the_catalogue_goes_down_to_named_tools():
    keywords = {word for topic in load_topics() for word in topic.keywords_in("en")}

    named = {"Excel", "Word", "Trello", "Asana", "Jira", "Zoom", "TikTok", "LinkedIn", "Figma"}
    assert named - keywords == set()


def test_no_keyword_raises_its_voice_and_each_language_has_some():
    for one in load_topics():
        for language in ("en", "es"):
            words = one.keywords_in(language)
            assert words, one.slug
            assert [word for word in words if NEVER.search(word)] == []


def test_lived_experience_topics_are_those_of_their_group():
    topics = load_topics()

    lived = {topic.slug for topic in topics if topic.is_lived_experience}
    assert lived == {topic.slug for topic in topics if topic.group == "lived"}


def test_presets_refer_to_question_sets_topic_groups_and_phases_that_exist():
    sets = {found.slug for found in load_question_sets()}
    groups = {group.slug for group in load_groups()}
    kinds = {kind.slug for kind in load_phase_kinds()}

    for found in load_presets():
        assert {slug for _, slug in found.question_sets} - sets == set(), found.slug
        assert set(found.leading_groups) - groups == set(), found.slug
        assert {phase.kind.slug for phase in found.phases} - kinds == set(), found.slug
        assert {slug for _, slug in found.role_pages} - set(page_slugs()) == set(), found.slug


def test_each_side_reads_what_its_role_is_in_this_direction():
    assert preset("digital-ai").role_page_for("mentor") == "roles/mentor"
    assert preset("traditional").role_page_for("mentee") == "roles/mentee-growth"
    assert preset("traditional").role_page_for("sponsor") is None


def test_a_reverse_preset_lasts_half_a_year_of_sessions():
    reverse = preset("digital-ai")

    assert (reverse.direction, reverse.sessions, reverse.gap_days) == ("mentor_junior", 8, 21)
    assert (reverse.session_minutes, reverse.notice_hours, reverse.moves_allowed) == (60, 48, 2)
    assert [phase.kind.slug for phase in reverse.phases] == [
        kind.slug for kind in load_phase_kinds()
    ]


def test_only_the_inclusion_preset_opens_lived_experience_and_it_brings_supervision():
    opened = [found for found in load_presets() if found.lived_experience_topics]

    assert [(found.slug, found.supervision) for found in opened] == [("inclusion", True)]
    assert opened[0].question_set_for("lived_experience") == "lived-experience"
    assert preset("customer").question_set_for("lived_experience") is None
    leading = {found.slug for found in load_presets() if "lived" in found.leading_groups}
    assert leading == {"inclusion"}


def test_nobody_can_be_named_as_reader_of_care_and_figures_answers():
    kinds = {found.slug: found.kind for found in load_question_sets()}

    assert {slug for slug, kind in kinds.items() if kind == "care"} == {
        "check-in",
        "follow-up-care",
        "pulse-mentee",
        "pulse-mentor",
    }
    assert {slug for slug, kind in kinds.items() if kind == "figures"} == {
        "baseline",
        "baseline-growth",
        "end",
        "end-growth",
        "follow-up",
        "interest",
        "interest-growth",
        "midpoint",
    }
    for found in load_question_sets():
        named = {role for asked in found.questions for role in asked.audience}
        assert (named == set()) == (found.kind != "programme"), found.slug


@pytest.mark.parametrize("slug", ["mentor-application", "mentor-application-growth"])
def test_the_mentor_keeps_avoidances_and_boundaries_from_coordinator_and_partner(slug):
    application = question_set(slug)

    assert application.question("avoid").audience == ("self", "matching")
    assert application.question("topics").audience == ("self", "matching")


@pytest.mark.parametrize("slug", ["mentor-application", "mentor-application-growth"])
def test_the_coordinator_sees_what_a_mentor_offers(slug):
    topics = question_set(slug).question("topics")

    assert topics.offer_audience == ("self", "coordinator", "reader", "partner", "matching")


@pytest.mark.parametrize(
    ("slug", "seconds"),
    [("mentor-application", 180), ("mentee-application", 120), ("pulse-mentor", 20)],
)
def test_a_set_says_how_long_it_takes(slug, seconds):
    assert question_set(slug).seconds == seconds


def test_applications_have_three_steps_and_share_what_the_matching_compares():
    for side, ending in product(("mentor", "mentee"), ("", "-growth")):
        slug = f"{side}-application{ending}"
        found = question_set(slug)
        keys = {asked.key for asked in found.questions}
        assert [step.number for step in found.steps] == [1, 2, 3]
        shared = {"hours", "avoid", "languages", "wishes", "style_plan", "style_direct"}
        assert shared - keys == set(), slug


@pytest.mark.parametrize("ending", ["", "-growth"])
def test_the_end_repeats_every_question_of_the_baseline(ending):
    end = {asked.key: asked for asked in question_set(f"end{ending}").questions}
    baseline = question_set(f"baseline{ending}").questions

    assert [asked.key for asked in baseline if end.get(asked.key) != asked] == []


def test_both_interest_polls_can_be_counted_together():
    reverse, growth = question_set("interest"), question_set("interest-growth")

    assert [
        (asked.key, asked.kind, [choice.slug for choice in asked.choices])
        for asked in reverse.questions
    ] == [
        (asked.key, asked.kind, [choice.slug for choice in asked.choices])
        for asked in growth.questions
    ]


def make_set(set_kind: str, row: dict[str, object]) -> QuestionSetText:
    table = {
        "key": "asked",
        "step": 1,
        "kind": "yes_no",
        "text": {"en": "Yes?", "es": "¿Sí?"},
        "purpose": {"en": "To know.", "es": "Para saberlo."},
        "is_required": False,
        **row,
    }
    return QuestionSetText(
        slug="made",
        kind=set_kind,
        name=WORDS,
        intro=WORDS,
        seconds=10,
        steps=(StepText(number=1, title=WORDS),),
        questions=(question(table, where="made"),),
    )


@pytest.mark.parametrize(
    ("kind", "row", "refusal"),
    [
        ("care", {"audience": ["coordinator"]}, "nobody can be named"),
        ("figures", {"audience": ["coordinator"]}, "nobody can be named"),
        ("care", {"audience": ["self"]}, "nobody can be named"),
        ("programme", {}, "names who reads"),
        ("figures", {"kind": "long"}, "cannot be counted"),
        ("figures", {"kind": "people"}, "cannot be counted"),
        ("care", {"kind": "people"}, "does not ask for names"),
        ("care", {"kind": "choice"}, "nothing to choose from"),
        ("care", {"kind": "scale"}, "names both of its ends"),
        ("care", {"low": {"en": "Low", "es": "Bajo"}}, "names both of its ends"),
        ("care", {"kind": "accept"}, "is required"),
        ("care", {"step": 2}, "there is no step 2"),
        ("programme", {"kind": "three_ways", "audience": ["self"]}, "who reads the offers"),
        (
            "care",
            {"choices": [{"slug": "one", "text": {"en": "One", "es": "Una"}}]},
            "only a choice has choices",
        ),
    ],
)
def test_a_question_that_its_kind_does_not_allow_is_refused(kind, row, refusal):
    made = make_set(kind, row)

    with pytest.raises(PackError, match=refusal):
        check_set(made)


@pytest.mark.parametrize("table", [{"en": "Words"}, {"en": "Words", "es": " "}, "Words"])
def test_a_text_without_words_in_both_languages_is_refused(table):
    with pytest.raises(PackError):
        text(table, where="here")


def test_a_text_falls_back_to_the_parent_language_and_then_to_english():
    assert [WORDS.in_language(tag) for tag in ("es", "es-mx", "fr", "en-gb")] == [
        "Palabras",
        "Palabras",
        "Words",
        "Words",
    ]


def test_a_text_shows_itself_in_the_readers_language():
    with translation.override("es"):
        assert str(WORDS) == "Palabras"


def test_the_interest_poll_offers_exactly_what_an_answer_can_hold():
    sides = question_set("interest").question("interest").choices

    assert [choice.slug for choice in sides] == PollAnswer.Side.values


def test_every_set_and_topic_is_of_a_kind_that_rows_know():
    assert {found.kind for found in load_question_sets()} == set(QuestionSet.Purpose.values)
    assert {topic.kind for topic in load_topics()} == set(Topic.Kind.values)


@pytest.mark.parametrize(
    ("load", "known"), [(load_clauses, CLAUSE_PLACEHOLDERS), (load_signals, SIGNAL_PLACEHOLDERS)]
)
def test_both_languages_name_the_same_known_values(load, known):
    for t in texts_in(load()):
        named = [
            {name for _, name, _, _ in Formatter().parse(words) if name} for _, words in t.words
        ]
        assert named[0] == named[1], t
        assert named[0] - set(known) == set(), t


def test_clauses_say_the_numbers_of_the_programme():
    values = {"sessions": 6, "session_minutes": 45, "gap_days": 14}
    rhythm = next(clause for clause in load_clauses() if clause.slug == "rhythm")

    assert clause_words(rhythm, language="en", values=values) == (
        "6 sessions of 45 minutes, one every 14 days. All dates are booked at the start."
    )


def test_only_the_coordinator_edits_the_clauses_of_the_programme():
    assert {clause.editor for clause in clauses_of("programme")} == {"coordinator"}
    assert "coordinator" not in {clause.editor for clause in clauses_of("pair")}


def test_signals_cover_the_facts_they_watch_and_take_minutes():
    watched = {rule.signal for rule in RULES} | {CARED_FOR}
    assert {found.slug for found in load_signals()} == watched
    assert {found.slug for found in load_signals() if not 1 <= found.minutes <= 10} == set()
    assert (
        filled(signal("not_started").action, language="es", values={"mentee": "Bruno"})
        == "Llamar a Bruno"
    )


def test_the_invented_company_is_large_enough_and_its_zones_exist():
    company, names = load_company(), load_names()

    assert len(names.given) >= 150
    assert len(names.family) >= 200
    assert [level.number for level in company.levels] == list(range(1, 9))
    assert [place.name for place in company.places if not ZoneInfo(place.zone)] == []
    operations = company.departments[0]
    assert [company.title(operations, level) for level in (1, 6)] == [
        "Network trainee",
        "Head of Operations",
    ]


def test_what_invented_people_write_keeps_our_voice():
    words = load_words()

    said = [sentence for field in fields(words) for sentence in getattr(words, field.name)]
    said += [sentence for sentences in words.agreement.values() for sentence in sentences]
    assert [sentence for sentence in said if NEVER.search(sentence)] == []


def test_every_invented_name_has_an_address_in_plain_letters():
    company, names = load_company(), load_names()

    assert company.mail_address("Søren", "Yılmaz") == "soren.yilmaz@northmere.example"
    addresses = [company.mail_address(name, name) for name in names.given + names.family]
    assert [a for a in addresses if not re.fullmatch(r"[a-z]{2,}\.[a-z]{2,}@[a-z.]+", a)] == []
    assert len(set(addresses)) >= 350


def test_what_is_not_about_facts_never_opens_a_signal():
    said = [words for found in load_signals() for t in texts_in(found) for _, words in t.words]

    assert [words for words in said if re.search(r"pulse|pulso|rating|score", words)] == []
