"""A coordinator sets a programme up: purpose, readiness, rules, phases, papers."""

import pytest
from django.urls import reverse

from tests.factories import make_member, make_person, make_user
from tests.programmes.test_services import a_priority, a_programme, answer_all
from tests.programmes.test_views import html, text_of, url
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust.models import AuditEntry
from turnabout.frame.programmes import defaults, queries, services
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

    client.post(new, {"name": "Listening"})
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
    emptied = client.post(done.url, {"aim": "", "signs": "Fewer surprises a month"})

    assert refused.status_code == 409
    assert b">Fewer surprises a month</textarea>" in emptied.content
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
