"""A coordinator sets a programme up: purpose, readiness, rules, phases, papers."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import make_member, make_person, make_user
from tests.programmes.test_services import a_priority, a_programme, answer_all
from tests.programmes.test_views import html, text_of, url
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust.models import AuditEntry
from turnabout.frame.programmes import defaults, presets, queries, services
from turnabout.frame.programmes.models import Phase, Priority, Programme
from turnabout.frame.programmes.presets.aims import load_culture_aims
from turnabout.frame.programmes.presets.readiness import load_readiness
from turnabout.frame.programmes.verdict import Outcome, judge

QUESTIONS = [question.slug for question in load_readiness()]


def answers(*, no=0, partly=0, left_out=0):
    said = ["no"] * no + ["partly"] * partly
    said += ["yes"] * (len(QUESTIONS) - len(said) - left_out)
    return dict(zip(QUESTIONS, said, strict=False))


@pytest.mark.capability("S035")
def test_the_coordinator_begins_with_an_aim_others_have_and_launches_only_with_all_of_it(
    cast, as_person
):
    client = as_person(cast.chidi)
    assert "Ways of working" in text_of(client.get(reverse("programmes:new")))
    new = reverse("programmes:new") + "?preset=ways-of-working"
    assert "Bad news travels up within a day." in text_of(client.get(new))
    assert client.post(new, {"name": ""}).status_code == 422

    done = client.post(new, {"name": "Listening"})
    programme = Programme.objects.get(name="Listening")
    page = client.get(done.url)
    assert "Listening needs one aim" in text_of(page)
    assert "One aim, in one sentence. The priority of the organisation" in text_of(page)
    answer_all(programme)
    refused = client.post(url("launch", programme))
    offered = Priority.objects.get(words__en="Hear about risks early")
    client.post(
        done.url,
        {
            "aim": "Bad news travels up within a day.",
            "priority": offered.public_id,
            "how_we_know": "We count the surprises of June.",
        },
    )
    ready = client.get(done.url)
    client.post(url("launch", programme))

    assert refused.status_code == 409
    assert "Listening is ready to begin" in text_of(ready)
    programme.refresh_from_db()
    assert (str(programme.priority), programme.launched_at is not None) == (
        "Hear about risks early",
        True,
    )
    assert "Listening is running" in text_of(client.get(done.url))


@pytest.mark.capability("S032")
def test_a_culture_aim_on_technology_brings_its_signs(cast, as_person):
    client = as_person(cast.chidi)
    new = reverse("programmes:new") + "?preset=digital-ai"
    page = text_of(client.get(new))
    assert "technology Leaders work in the same tools as their teams." in page

    begun = client.get(f"{new}&aim=tools-in-use")
    filled = begun.context["form"].initial
    client.post(
        new,
        {
            "name": "Tools",
            "aim": filled["aim"],
            "how_we_know": filled["how_we_know"],
            "signs": "\n".join(filled["signs"]),
            "new_priority": "Work as one house",
        },
    )

    programme = Programme.objects.get(name="Tools")
    assert programme.settings["signs"] == [
        "Tools per leader on the skill ladder, at the start and at the end",
        "Reports and meetings that a shared board has replaced",
        "Commitments about tools that were kept",
    ]
    guide = text_of(client.get(url("guidance", programme)))
    assert "It serves a priority of the organisation: Work as one house." in guide
    assert "Commitments about tools that were kept" in guide
    assert {aim.kind for aim in load_culture_aims()} == {"culture", "technology"}


def test_no_more_signs_than_one_can_look_for(cast, as_person):
    client = as_person(cast.chidi)
    programme = a_programme(cast)

    many = client.post(url("detail", programme), {"signs": "\n".join("abcdef")})
    long = client.post(url("detail", programme), {"signs": "x" * 201})

    assert (many.status_code, long.status_code) == (422, 422)
    assert "At most 5 lines." in text_of(many)
    assert "is too long for one line" in text_of(long)


@pytest.mark.capability("S034")
def test_the_list_of_priorities_is_the_organisations_own(cast, as_person):
    client = as_person(cast.chidi)
    programme = a_programme(cast)
    page = reverse("programmes:priorities")
    assert "Strengthen diversity and inclusion" in text_of(client.get(page))

    client.post(page, {"words": "Safe water for all"})
    served = programme.priority
    client.post(
        reverse("programmes:priority", args=[served.public_id, "rename"]), {"words": "One house"}
    )
    client.post(reverse("programmes:priority", args=[served.public_id, "retire"]))

    choices = dict(client.get(url("detail", programme)).context["form"]["priority"].field.choices)
    elsewhere = reverse("programmes:new") + "?preset=ways-of-working"
    offered = dict(client.get(elsewhere).context["form"]["priority"].field.choices)
    assert "Safe water for all" in offered.values()
    assert ("One house" in choices.values(), "One house" in offered.values()) == (True, False)
    client.post(reverse("programmes:priority", args=[served.public_id, "bring_back"]))
    assert (
        "One house"
        in dict(client.get(elsewhere).context["form"]["priority"].field.choices).values()
    )
    assert client.post(page, {"words": " "}).status_code == 422
    twice = client.post(
        reverse("programmes:priority", args=[served.public_id, "rename"]),
        {"words": "safe water for ALL"},
    )
    assert twice.status_code == 409


def test_a_priority_says_no_to_what_makes_no_sense(cast):
    one = a_priority(cast, "Safe water for all")
    again = a_priority(cast, "safe  water for all")

    assert again == one
    services.retire_priority(one, by=cast.chidi)
    for act in (services.retire_priority,):
        with pytest.raises(Refusal, match="retired already"):
            act(one, by=cast.chidi)
    a_priority(cast, "Safe water for all")
    one.refresh_from_db()
    assert one.retired_at is None
    with pytest.raises(Refusal, match="on the list already"):
        services.bring_back_priority(one, by=cast.chidi)
    with pytest.raises(Refusal, match="in a few words"):
        a_priority(cast, "  ")
    with pytest.raises(Refusal, match="at most 160"):
        a_priority(cast, "x" * 161)
    foreign = services.add_priority(
        cast.dana.organisation, words="Theirs", language="en", by=cast.dana
    )
    with pytest.raises(Refusal, match="of this organisation"):
        a_programme(cast, priority=foreign)


@pytest.mark.parametrize(
    ("given", "speaks_of_oneself", "outcome"),
    [
        (answers(), False, Outcome.GO),
        (answers(partly=2), False, Outcome.GO),
        (answers(partly=3), False, Outcome.SMALLER),
        (answers(no=1), False, Outcome.SMALLER),
        (answers(no=2), False, Outcome.NOT_YET),
        (answers(no=1), True, Outcome.NOT_YET),
        (answers(left_out=1), False, Outcome.OPEN),
        (answers(no=2, left_out=4), False, Outcome.NOT_YET),
        ({}, True, Outcome.OPEN),
    ],
)
def test_eight_answers_come_to_one_advice(given, speaks_of_oneself, outcome):
    verdict = judge(given, speaks_of_oneself=speaks_of_oneself)

    assert verdict.outcome == outcome
    assert verdict.is_advice_against == (outcome in ("not_yet", "open"))
    assert [reason.answer for reason in verdict.reasons] == [
        said for said in ("no", "partly") for one in given.values() if one == said
    ]


@pytest.mark.capability("S019")
def test_readiness_advises_and_against_it_a_programme_begins_with_a_sentence_that_is_kept(
    cast, as_person
):
    client = as_person(cast.chidi)
    programme = a_programme(cast)
    page = url("readiness", programme)
    assert "Can this work here, now?" in text_of(client.get(page))

    client.post(page, answers(no=2, partly=1))
    advised = text_of(client.get(page))
    quietly = client.post(url("launch", programme))
    other = reverse("programmes:take_preset", args=[programme.public_id, "digital-ai"])
    shown = text_of(client.get(other))
    client.post(other)
    client.post(url("launch", programme), {"despite": "The board asks for it this spring."})

    assert "Not yet, and here is why" in advised
    assert "Show her the briefing, and ask for eight hours of her own time" in advised
    assert "See “Digital and AI fluency” instead" in advised
    assert "See “Customer and market” instead" in advised
    assert advised.count("Answered on") == 8
    assert quietly.status_code == 409
    assert "What counts: topics 30 45" in shown
    programme.refresh_from_db()
    assert (programme.preset, programme.launched_despite) == (
        "digital-ai",
        "The board asks for it this spring.",
    )
    assert "Begun all the same" in text_of(client.get(page))
    assert client.post(other).status_code == 409
    client.post(page, {QUESTIONS[0]: "yes"})
    assert AuditEntry.objects.filter(event="readiness_answered").count() == 9
    assert client.post(page, {QUESTIONS[0]: "perhaps"}).status_code == 422
    with pytest.raises(Refusal, match="yes, partly or no"):
        services.answer_readiness(programme, answers={"luck": "yes"}, by=cast.chidi)


@pytest.mark.parametrize("preset", [found.slug for found in presets.load_presets()])
def test_every_default_of_every_preset_can_be_seen_changed_and_put_back(cast, as_person, preset):
    client = as_person(cast.chidi)
    programme = a_programme(cast, preset=preset)
    page = url("rules", programme)
    keys = [one.key for group in defaults.load_defaults() for one in group.defaults]

    shown = client.get(page)
    before = {key: defaults.current(programme, key) for key in keys}
    assert before == {key: defaults.shipped(presets.preset(preset), key) for key in keys}
    assert text_of(shown).count("As shipped.") == len(keys)

    values = {key: _another(defaults.default(key), before[key]) for key in keys}
    services.change_rules(programme, values=values, by=cast.chidi)
    programme.refresh_from_db()
    assert {key: defaults.current(programme, key) for key in keys} == values
    assert text_of(client.get(page)).count("Put back") == len(keys)

    client.post(page, {"back": "all"})
    programme.refresh_from_db()
    assert {key: defaults.current(programme, key) for key in keys} == before


def _another(default, value):
    if default.kind == "tick":
        return not value
    if default.kind == "words":
        return f"{value} of ours"
    if default.kind == "several":
        return [slug for slug, _words in default.choices if slug not in value]
    if default.kind == "choice":
        return next(slug for slug, _words in default.choices if slug != value)
    return value + 1


@pytest.mark.capability("S019")
def test_what_a_change_does_to_a_running_programme_is_said_before_it_is_made(cast, as_person):
    client = as_person(cast.chidi)
    programme = a_programme(cast)
    answer_all(programme)
    services.launch_programme(programme, by=cast.chidi)
    page = url("rules", programme)
    form = client.get(page).context["form"]
    told = {form.add_prefix(name): form[name].value() for name in form.fields}
    told |= {form.add_initial_prefix(name): form[name].value() for name in form.fields}
    told = {name: value for name, value in told.items() if value is not False}

    asked = client.post(page, told | {"sessions": "6", "notice_hours": "24"})
    programme.refresh_from_db()
    before = (programme.sessions, programme.notice_hours)
    sure = {
        "only": ["sessions", "notice_hours"],
        "sessions": "6",
        "initial-sessions": "8",
        "notice_hours": "24",
        "initial-notice_hours": "48",
        "sure": "1",
    }
    services.change_rules(programme, values={"moves_allowed": 3}, by=cast.chidi)
    client.post(page, sure)
    programme.refresh_from_db()

    assert "2 rules would change" in text_of(asked)
    assert "Booked dates stay. Signed agreements keep the number they say." in text_of(asked)
    assert before == (8, 48)
    assert (programme.sessions, programme.notice_hours, programme.moves_allowed) == (6, 24, 3)
    past = text_of(client.get(page))
    assert "Chidi Okafor: How many sessions, 8 → 6" in past
    assert "Shipped: 8" in past

    back = client.post(page, {"back": "sessions"})
    assert "One rule would change" in text_of(back)
    client.post(page, {"back": "sessions", "sure": "1"})
    programme.refresh_from_db()
    assert (programme.sessions, programme.notice_hours) == (8, 24)
    assert "Nothing was different" in text_of(client.post(page, {"back": "sessions"}, follow=True))


def test_a_rule_out_of_reason_is_refused_beside_its_field(cast, as_person):
    client = as_person(cast.chidi)
    page = url("rules", a_programme(cast))
    weights = {f"weights-{name}": "0" for name in presets.WEIGHTS}

    wrong = client.post(page, {"only": "sessions", "sessions": "0"})
    nothing = client.post(page, {"only": list(weights), **weights})

    assert (wrong.status_code, nothing.status_code) == (422, 422)
    assert "Leave one weight above zero" in text_of(nothing)
    with pytest.raises(Refusal, match="Leave one weight above zero"):
        services.change_rules(
            a_programme(cast),
            values={f"weights.{one}": 0 for one in presets.WEIGHTS},
            by=cast.chidi,
        )


def test_a_programme_that_is_over_keeps_its_rules_and_gets_no_wave(cast):
    programme = a_programme(cast)
    Programme.objects.filter(pk=programme.pk).update(closed_at=programme.created_at)

    with pytest.raises(Refusal, match="stay as they were"):
        services.change_rules(programme, values={"sessions": 3}, by=cast.chidi)
    with pytest.raises(Refusal, match="Begin a new one"):
        services.begin_wave(programme, kinds=["apply"], starts_on=date(2026, 9, 1), by=cast.chidi)


@pytest.mark.capability("S018")
def test_phases_are_no_locked_wizard(cast, as_person):
    client = as_person(cast.chidi)
    programme = a_programme(cast)
    match = programme.phases.get(kind="match")
    page = reverse("programmes:phase_page", args=[match.public_id])

    said = text_of(client.get(page))
    for act in ("skip", "open", "close", "repeat"):
        client.post(reverse("programmes:phase", args=[match.public_id, act]))
    again = programme.phases.filter(kind="match").last()
    moved = {"planned_from": "2026-09-01", "planned_until": "2026-09-14"}
    client.post(reverse("programmes:phase_page", args=[again.public_id]), moved)
    backwards = client.post(
        reverse("programmes:phase_page", args=[again.public_id]),
        {**moved, "planned_until": "2026-08-01"},
    )

    assert "It needs Applications from both sides and the rules of this programme." in said
    assert "Asks the mentor first." in said
    assert "Nothing is sent, and no other phase closes." in said
    match.refresh_from_db()
    again.refresh_from_db()
    assert (match.closed_at is not None, again.is_open) == (True, True)
    assert (again.planned_from, again.planned_until) == (date(2026, 9, 1), date(2026, 9, 14))
    assert backwards.status_code == 422
    assert "Your phases" not in text_of(client.get(page))
    line = client.get(url("detail", programme))
    assert html(line).count('<li class="done"') == 1
    assert client.post(page, moved).status_code == 409
    with pytest.raises(Refusal, match="or later"):
        services.plan_phase(
            again,
            planned_from=date(2026, 9, 2),
            planned_until=date(2026, 9, 1),
            by=cast.chidi,
        )


@pytest.mark.capability("S018")
def test_a_second_wave_has_days_of_its_own_and_leaves_the_first_alone(cast, as_person, outbox):
    client = as_person(cast.chidi)
    programme = a_programme(cast)
    services.open_phase(programme.phases.get(kind="sessions-1"), by=cast.chidi)
    member = make_member(programme, cast.ada, "mentor")
    before = list(programme.phases.values_list("pk", "planned_from", "opened_at", "position"))

    page = url("wave", programme)
    assert "Wave 2: when, and through which phases?" in text_of(client.get(page))
    none = client.post(page, {"starts_on": "2026-09-01"})
    client.post(page, {"starts_on": "2026-09-01", "kinds": ["match", "apply", "sessions-1"]})

    second = list(programme.phases.filter(wave=2))
    assert none.status_code == 422
    assert [(row.kind, row.planned_from) for row in second] == [
        ("apply", date(2026, 9, 1)),
        ("match", date(2026, 9, 22)),
        ("sessions-1", date(2026, 10, 6)),
    ]
    assert before == list(
        programme.phases.filter(wave=1).values_list("pk", "planned_from", "opened_at", "position")
    )
    member.refresh_from_db()
    assert (member.ended_at, member.paused_at, outbox()) == (None, None, [])
    shown = text_of(client.get(url("detail", programme)))
    assert "Wave 1" in shown
    assert "Wave 2" in shown
    services.open_phase(second[0], by=cast.chidi)
    assert [phase.kind for phase in queries.open_phases(programme)] == ["sessions-1", "apply"]
    with pytest.raises(Refusal, match="at least one phase"):
        services.begin_wave(programme, kinds=["luck"], starts_on=date(2026, 9, 1), by=cast.chidi)


def test_the_plan_draws_the_same_days_under_each_other(cast):
    programme = a_programme(cast)
    plan = queries.plan_of(programme, queries.phases_of(programme))
    empty = queries.plan_of(programme, [])
    undated = a_programme(cast, starts_on=None)

    (_wave, bars) = plan.bars[0]
    assert (bars[0].start, float(bars[-1].start) + float(bars[-1].length)) == ("0", 100)
    assert plan.last - plan.first == timedelta(days=sum(d.days for d in _planned()) - 1)
    assert (empty.waves, empty.bars) == ((), ())
    assert queries.plan_of(undated, queries.phases_of(undated)).bars == ()
    assert queries.first_to_act_on([]) is None


def _planned():
    return presets.preset("ways-of-working").phases


@pytest.mark.capability("S033")
def test_everybody_in_a_programme_reads_objectives_guidelines_and_support(cast, as_person):
    client = as_person(cast.chidi)
    programme = a_programme(cast, preset="inclusion")
    make_member(programme, make_person(cast.organisation, name="Gita Rao"), "guardian")
    make_member(programme, cast.ada, "mentor")
    page = url("guidance", programme)

    client.post(
        page,
        {
            "objectives": "Ten rules are gone\n\n Each senior drops one report ",
            "guidelines": "We meet outside the senior’s office.",
            "support": "Counselling, 555 01",
        },
    )
    seen = client.get(page)
    read = as_person(cast.ada).get(page)
    denied = as_person(cast.ada).post(page, {"objectives": "Mine"})
    stranger = as_person(cast.dana).get(page)

    assert "Kept." not in text_of(read)
    for line in (
        "Each senior drops one report",
        "We meet outside the senior’s office.",
        "Counselling, 555 01",
        "You meet 8 times for 60 minutes, about every 21 days.",
        "The mentor leads the content.",
        "Before the first session, both sides finish their short modules.",
        "Mentors meet now and then in a circle of their own, with a facilitator.",
        "A guardian, independent of the programme: Gita Rao.",
        "Whoever runs it: Chidi Okafor.",
    ):
        assert line in text_of(read)
    assert ("Add your own" in text_of(seen), "Add your own" in text_of(read)) == (True, False)
    assert (denied.status_code, stranger.status_code) == (403, 404)


@pytest.mark.capability("S041")
def test_the_invited_read_the_guidelines_and_each_part_before_they_say_yes(cast, client):
    programme = a_programme(cast)
    eva = make_person(cast.organisation, name="Eva Lind")
    invited = services.invite_member(programme, eva, role="mentor", by=cast.chidi)
    client.get(make_link(LinkPurpose("apply", eva.public_id, invited.public_id)))

    page = client.get(url("guidance", programme))
    pages = [
        text_of(client.get(reverse("content:page", args=[slug])))
        for _side, slug in page.context["pages"]
    ]

    assert "What a mentor does , What a mentee does" in text_of(page)
    assert [one for one in pages if "Page not found" in one] == []
    assert pages[0] != pages[1]
    other = client.get(url("guidance", cast.programme))
    assert other.status_code == 404


@pytest.mark.capability("S036")
def test_top_management_reads_one_page_filled_from_the_programme(cast, as_person):
    programme = a_programme(cast, preset="digital-ai")
    services.set_targets(programme, mentors=26, mentees=20, by=cast.chidi)
    services.answer_readiness(programme, answers=answers(no=1), by=cast.chidi)
    client = as_person(cast.chidi)
    sponsor = make_person(cast.organisation, name="Sol Vega")
    make_user(sponsor)
    make_member(programme, sponsor, "sponsor")

    read = [
        text_of(as_person(one).get(url("briefing", programme))) for one in (cast.chidi, sponsor)
    ]

    for page in read:
        for line in (
            "Ten rules that help nobody are gone.",
            "It serves Change how we work together",
            "We count them in June.",
            "Go smaller: some of what it needs is only half there.",
            "About 11 hours for each person over the whole programme.",
            "With 20 pairs, about 2 hours a week to run it.",
            "What we ask of you",
            "What it does not say",
            "Sponsor: Sol Vega.",
        ):
            assert line in page
    assert ("Invite a sponsor" in read[0], "Invite a sponsor" in read[1]) == (True, False)
    assert reverse("figures:sponsor", args=[programme.public_id]) in html(
        client.get(url("briefing", programme))
    )


@pytest.mark.capability("S115")
def test_a_traditional_programme_is_another_preset_of_the_same_engine(cast, as_person):
    client = as_person(cast.chidi)
    client.post(reverse("programmes:new") + "?preset=traditional", {"name": "Old school"})

    programme = Programme.objects.get(name="Old school")

    rules = text_of(client.get(url("rules", programme)))
    assert defaults.current(programme, "direction") == "mentor_senior"
    assert defaults.current(programme, "role_pages.mentor") == "roles/mentor-growth"
    assert defaults.current(programme, "question_sets.mentor_application") == (
        "mentor-application-growth"
    )
    assert rules.count("As shipped.") == len(queries.rules_of(programme))
    assert Phase.objects.filter(programme=programme, kind="match").exists()


def test_the_two_are_called_what_the_programme_calls_them(cast, as_person, outbox, client):
    programme = a_programme(cast)
    services.change_rules(
        programme,
        values={
            "role_labels.mentor.en": "adviser",
            "role_labels.mentee.en": "ally",
            "role_labels.mentor.es": "persona guía",
        },
        by=cast.chidi,
    )
    eva = make_person(cast.organisation, name="Eva Mentor")
    invited = services.invite_member(programme, eva, role="mentee", by=cast.chidi)
    luz = make_person(cast.organisation, name="Luz Pino", language="es")
    services.invite_member(programme, luz, role="mentor", by=cast.chidi)

    letters = [bytes(copy.message).decode() for copy in outbox()]
    client.get(make_link(LinkPurpose("apply", eva.public_id, invited.public_id)))
    page = text_of(client.get(url("guidance", programme)))
    rules = text_of(as_person(cast.chidi).get(url("rules", programme)))

    assert "The adviser leads the content." in page
    assert "The ally looks after the dates" in page
    assert "What an adviser does , What an ally does" in page
    assert "Eva Mentor" in letters[0]
    assert "Instead of “mentor” (English)" in rules
    # Another programme of the same people keeps the shipped words.
    assert "The mentor leads the content." in text_of(
        as_person(cast.ada).get(url("guidance", cast.programme))
    )
    told = AuditEntry.objects.filter(event="rule_changed").values_list("facts", flat=True)
    assert {"rule": "role_labels.mentor.en"} in list(told)


@pytest.mark.parametrize("waves", [0, 2])
def test_the_set_up_asks_as_often_for_many_waves_as_for_one(
    cast, as_person, waves, django_assert_num_queries
):
    programme = a_programme(cast)
    for _number in range(waves):
        services.begin_wave(
            programme,
            kinds=queries.USUAL_IN_A_WAVE,
            starts_on=date(2026, 9, 1),
            by=cast.chidi,
        )
    client = as_person(cast.chidi)

    with django_assert_num_queries(16):
        client.get(url("detail", programme))


@pytest.mark.parametrize("more", [0, 3])
def test_the_priorities_ask_as_often_for_many_as_for_few(
    cast, as_person, more, django_assert_num_queries
):
    for number in range(more):
        a_priority(cast, f"Priority {number}")
    a_priority(cast)
    client = as_person(cast.chidi)

    with django_assert_num_queries(11):
        client.get(reverse("programmes:priorities"))
