"""The capabilities of applying, walked as the people who apply meet them."""

import re

import pytest
from django.urls import reverse

from tests.applications.factories import furnish_organisation, make_application
from tests.applications.test_views import MENTEE_STEPS, MENTOR_STEPS, invited, opened, walk
from tests.factories import make_member, make_person, make_user
from turnabout.frame.questions.models import Question
from turnabout.joining.applications import boundaries, queries
from turnabout.joining.applications.models import Application
from turnabout.joining.applications.queries import access_needs_for_partner
from turnabout.joining.applications.services.prefill import prefill_application


def page_of(client, membership, step):
    url = reverse("applications:apply", args=[membership.public_id])
    return client.get(f"{url}?step={step}").content.decode()


def post(client, membership, step, **data):
    url = reverse("applications:apply", args=[membership.public_id])
    return client.post(f"{url}?step={step}", data)


def application_of(membership):
    return Application.objects.get(membership=membership)


@pytest.mark.capability("S007")
def test_both_sides_say_what_they_can_share_and_what_they_want_to_learn(cast, as_person):
    mentor, mentee = invited(cast, "mentor"), invited(cast, "mentee", name="Lena Sol")
    steps = {**MENTOR_STEPS, 3: {**MENTOR_STEPS[3], "want_1": "strategy"}}
    walk(opened(mentor), mentor, steps)
    steps = {**MENTEE_STEPS, 3: {**MENTEE_STEPS[3], "topic_strategy": "offer"}}
    walk(opened(mentee), mentee, steps)
    chidi = as_person(cast.chidi)

    pages = [
        chidi.get(reverse("applications:one", args=[application_of(one).public_id]))
        for one in (mentor, mentee)
    ]

    told = [
        [section in page.content.decode() for section in (">Offers<", ">Wants to learn<")]
        for page in pages
    ]
    assert told == [[True, True], [True, True]]
    assert [one.topic.slug for one in application_of(mentor).wants.all()] == ["strategy"]
    assert [one.topic.slug for one in application_of(mentee).offers.all()] == ["strategy"]


@pytest.mark.capability("S040")
def test_motivation_and_commitment_are_asked_of_both_sides_before_anything_is_sent(cast):
    mentor, mentee = invited(cast, "mentor"), invited(cast, "mentee", name="Lena Sol")
    for membership in (mentor, mentee):
        client = opened(membership)
        for step in (1, 2, 3):
            post(client, membership, step, go="stop")

    missing = [
        {one.words for one in queries.missing_from(application_of(membership))}
        for membership in (mentor, mentee)
    ]

    keeps_dates = "Could you keep the dates over the whole time?"
    assert {"What would make taking part worth your time?", keeps_dates} <= missing[0]
    assert {
        "What could you change within six months if you learnt something important?",
        keeps_dates,
    } <= missing[1]


@pytest.mark.capability("S041", "S122", "S123")
@pytest.mark.parametrize(("role", "steps"), [("mentor", MENTOR_STEPS), ("mentee", MENTEE_STEPS)])
def test_each_side_reads_both_roles_side_by_side_and_accepts_its_own(cast, role, steps):
    membership = invited(cast, role)
    client = opened(membership)

    page = page_of(client, membership, 1)
    walk(client, membership, steps)
    after = client.get(reverse("applications:after", args=[membership.public_id]))
    kept = application_of(membership).acceptances.get()

    patient = "Be patient, and explain things in detail."
    goals = "Set the goals, each with the decision it would improve, and bring the will to learn."
    assert (patient in page, goals in page) == (True, True)
    assert (page.find(patient) < page.find(goals)) is (role == "mentor")
    assert kept.version == "reverse-1"
    assert [len(kept.words[side]["promises"]) for side in ("mentor", "mentee")] == [3, 3]
    assert goals in kept.words["mentee"]["duties"]
    assert "version reverse-1" in after.content.decode()


def test_whoever_accepted_older_words_is_asked_again(cast):
    membership = invited(cast, "mentor")
    client = opened(membership)
    walk(client, membership, MENTOR_STEPS)
    application_of(membership).acceptances.update(version="reverse-0")

    page = page_of(client, membership, 1)
    post(client, membership, 1, go="next", **MENTOR_STEPS[1])

    versions = application_of(membership).acceptances.values_list("version", flat=True)
    assert 'name="promises"' in page
    assert sorted(versions) == ["reverse-0", "reverse-1"]


@pytest.mark.capability("S107")
def test_a_senior_says_for_herself_alone_where_she_is_today(cast, as_person):
    membership = invited(cast, "mentee")
    client = opened(membership)
    want = {**MENTEE_STEPS[1], "want_1": "spreadsheets"}
    now = {"now_spreadsheets": "0", "now_customer-voice": "1"}
    steps = {1: want, 2: {**MENTEE_STEPS[2], **now}, 3: MENTEE_STEPS[3]}
    walk(client, membership, steps)
    application = application_of(membership)

    own = page_of(client, membership, 2)
    chidi = as_person(cast.chidi)
    others = chidi.get(reverse("applications:one", args=[application.public_id])).content.decode()

    where = boundaries.read(application).answers["where_i_am"]
    assert where == {"spreadsheets": 0, "customer-voice": 1}
    assert "With a guide: Listen in beside somebody who answers customers every day" in own
    assert ("Helps others see it" in own, "Can teach" in own) == (False, False)
    assert "For your eyes only" in own
    assert 'name="now_spreadsheets" value="0" checked' in own.replace(
        'id="id_now_spreadsheets_0" ', ""
    ).replace(' class="input"', "").replace(" required", "")
    assert "New to me" not in others


@pytest.mark.capability("S108")
def test_a_senior_is_welcomed_for_what_she_knows_and_asked_to_give_and_receive(cast):
    membership = invited(cast, "mentee")

    page = page_of(opened(membership), membership, 1)

    for words in (
        "Your experience is what makes this worth an hour",
        "You receive",
        "You give",
        "It is voluntary",
    ):
        assert words in page


@pytest.mark.capability("S116")
def test_a_senior_sets_her_goals_first_each_with_the_decision_it_would_improve(cast):
    membership = invited(cast, "mentee")
    client = opened(membership)

    page = page_of(client, membership, 1)
    refused = post(client, membership, 1, go="next", promises="on", want_1="frontline-reality")
    walk(client, membership, MENTEE_STEPS)

    fields = list(refused.context["form"].fields)
    assert fields[0] == "want_1"
    assert page.find('name="want_1"') < page.find('name="promises"')
    assert refused.context["form"].errors["decision_1"] == [
        "This answer is needed before you go on."
    ]
    assert [(one.rank, one.decision) for one in application_of(membership).wants.all()] == [
        (1, "Which depot we rebuild first."),
        (2, ""),
    ]


@pytest.mark.capability("S119")
def test_a_mentor_offers_a_tool_by_its_name_and_says_how_well_she_knows_it(cast, as_person):
    membership = invited(cast, "mentor")
    client = opened(membership)
    found = {}
    for tool in ("Asana", "Trello", "Excel", "Word"):
        page = post(client, membership, 2, go="find", find=tool)
        found[tool] = page.context["asked"].found[0].slug
    post(client, membership, 2, go="take:trello-boards", find="Trello")
    ways = {f"topic_{one}": "offer" for one in ("trello-boards", "spreadsheets", "negotiating")}
    walk(client, membership, {1: MENTOR_STEPS[1], 2: {**MENTOR_STEPS[2], **ways}})
    asked = page_of(client, membership, 3)
    levels = {"level_trello-boards": "3", "level_spreadsheets": "1", "level_negotiating": "3"}
    walk(client, membership, {3: {**MENTOR_STEPS[3], **levels}})

    chidi = as_person(cast.chidi)
    application = application_of(membership)
    page = chidi.get(reverse("applications:one", args=[application.public_id])).content.decode()

    levels = {one.topic.slug: one.level for one in application.offers.all()}
    assert found == {
        "Asana": "asana-projects",
        "Trello": "trello-boards",
        "Excel": "spreadsheets",
        "Word": "shared-documents",
    }
    assert levels == {
        "frontline-reality": 2,
        "trello-boards": 3,
        "spreadsheets": 1,
        "negotiating": 3,
    }
    assert "Passes it on: Play the other side for a colleague before her talks begin" in asked
    assert "level_frontline-reality" not in asked
    offers = re.search(r'id="offers".*?</ol>', page, re.DOTALL)[0]
    shown = " ".join(re.sub(r"<[^>]+>", " ", offers).split("Offers", 1)[1].split())
    assert shown == (
        "Trello boards Can teach Frontline reality Spreadsheets With help Negotiating Passes it on"
    )


@pytest.mark.capability("S120")
def test_a_senior_takes_up_a_learning_path_as_her_goals(cast, as_person):
    membership = invited(cast, "mentee")
    client = opened(membership)
    catalogue = as_person(cast.bruno).get(reverse("topics:catalogue")).content.decode()
    page = page_of(client, membership, 1)

    post(client, membership, 1, go="package:product-whole")
    wants = list(application_of(membership).wants.values_list("topic__slug", "decision"))
    post(client, membership, 1, go="package:agile-tools", **typed(wants[:2]))
    filled = list(application_of(membership).wants.values_list("topic__slug", flat=True))
    again = post(client, membership, 1, go="package:agile-tools", **typed(wants))

    assert "Product management, the whole way" in catalogue
    assert "Product management, the whole way" in page
    assert [slug for slug, _goal in wants] == ["product-management", "user-research", "okrs"]
    assert all(goal for _slug, goal in wants)
    assert filled == ["product-management", "user-research", "agile-basics"]
    assert "There are three wishes already." in again.content.decode()


@pytest.mark.capability("S110")
@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("current technologies such as AI assistants", "ai-assistants"),
        ("shortcuts and workarounds", "shortcuts-workarounds"),
        ("keyboard shortcuts", "keyboard-shortcuts"),
        ("why people of my intake see it differently", "early-career"),
    ],
)
def test_technologies_shortcuts_and_points_of_view_are_topics_of_a_session(cast, words, slug):
    membership = invited(cast, "mentor")
    client = opened(membership)

    page = post(client, membership, 2, go="find", find=words)
    post(client, membership, 2, go=f"take:{slug}", find=words)

    offered = application_of(membership).offers.values_list("topic__slug", flat=True)
    assert page.status_code == 200
    assert b" autofocus" in page.content
    assert list(offered) == [slug]


@pytest.mark.capability("S075")
def test_a_junior_brings_technology_networks_and_trends_to_a_senior_and_not_the_other_way(
    cast, as_person
):
    junior = make_person(cast.organisation, name="Ivo Brandt", rank=2, unit="Data")
    senior = make_person(cast.organisation, name="Lena Sol", rank=7, unit="Operations")
    elder = make_person(cast.organisation, name="Otto Falk", rank=9, unit="Legal")
    furnish_organisation(cast.organisation)
    wanted = ["smartphone-work", "social-media-basics", "internet-culture"]
    found = {}
    for person, role in ((junior, "mentor"), (elder, "mentor"), (senior, "mentee")):
        membership = make_member(cast.programme, person, role, state="invited")
        client = opened(membership)
        if role == "mentor":
            ways = {f"topic_{slug}": "offer" for slug in wanted}
            walk(client, membership, {**MENTOR_STEPS, 2: {**MENTOR_STEPS[2], **ways}})
        else:
            for words in ("a smartphone for work", "social networks", "online trends and memes"):
                page = post(client, membership, 1, go="find", find=words)
                found[words] = [topic.slug for topic in page.context["asked"].found]
            goals = typed([(slug, "What we buy.") for slug in wanted])
            walk(client, membership, {**MENTEE_STEPS, 1: {"promises": "on", **goals}})
    chidi = as_person(cast.chidi)
    weights = {"topics": 40, "style": 20, "distance": 10, "wishes": 15, "hours": 15}
    overview = reverse("matching:overview", args=[cast.programme.public_id])

    page = chidi.get(chidi.post(overview, weights)["Location"]).content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))

    assert [slug in slugs for slug, slugs in zip(wanted, found.values(), strict=True)] == [True] * 3
    assert ("Ivo Brandt mentors Lena Sol" in text, "Otto Falk mentors" in text) == (True, False)


def typed(wants):
    """What a browser sends of wishes that are there."""
    rows = list(enumerate(wants, start=1))
    return {f"want_{at}": slug for at, (slug, _goal) in rows} | {
        f"decision_{at}": goal for at, (_slug, goal) in rows
    }


def test_a_fourth_wish_is_refused_on_the_page_and_nothing_is_lost(cast):
    membership = invited(cast, "mentee")
    client = opened(membership)
    wants = typed([("strategy", "Which."), ("governance-boards", "Why."), ("customer-voice", "")])

    page = post(client, membership, 1, go="take:spreadsheets", find="Excel", **wants)

    text = page.content.decode()
    kept = list(application_of(membership).wants.values_list("topic__slug", "decision"))
    assert page.status_code == 200
    assert "There are three wishes already. Take one off below, then add this one again." in text
    assert 'value="Excel"' in text
    assert kept == [("strategy", "Which."), ("governance-boards", "Why."), ("customer-voice", "")]


def test_the_line_under_a_question_and_what_a_reader_sees_are_the_same(cast, as_person):
    eva = make_person(cast.organisation, name="Eva Lind")
    make_user(eva)
    make_member(cast.programme, eva, "reader")
    application = make_application(cast.mentor, offers=["frontline-reality"])
    one = reverse("applications:one", args=[application.public_id])
    listed = reverse("applications:received", args=[cast.programme.public_id])
    question = Question.objects.get(question_set__slug="mentor-application", key="topics")
    told = {}

    for audience in (["self", "coordinator", "reader", "partner"], ["self", "coordinator"]):
        question.offer_audience = audience
        question.save()
        line = "those who choose" in page_of(opened(cast.mentor), cast.mentor, 2)
        eva_sees = [
            "Frontline reality" in as_person(eva).get(url).content.decode() for url in (one, listed)
        ]
        found = as_person(eva).get(listed, {"find": "frontline r"}).context["page_obj"]
        told[len(audience)] = (line, eva_sees, len(found.object_list))

    assert told == {4: (True, [True, True], 1), 2: (False, [False, False], 0)}


def test_access_needs_reach_the_partner_only_where_the_box_is_ticked(cast):
    membership = invited(cast, "mentor")
    client = opened(membership)
    needs = {**MENTOR_STEPS[3], "access_needs": "Captions, please."}

    walk(client, membership, {**MENTOR_STEPS, 3: needs})
    unticked = access_needs_for_partner(membership)
    post(client, membership, 3, go="next", shows_access_needs="on", **needs)

    assert unticked == ""
    assert access_needs_for_partner(membership) == "Captions, please."


def test_each_question_says_who_sees_the_answer(cast):
    for role in ("mentor", "mentee"):
        membership = invited(cast, role, name=f"Somebody {role}")
        client = opened(membership)
        walk(client, membership, MENTOR_STEPS if role == "mentor" else MENTEE_STEPS)
        url = reverse("applications:apply", args=[membership.public_id])
        for step in (1, 2, 3):
            form = client.get(f"{url}?step={step}").context["form"]
            silent = [part.kind for part in (*form.parts, *form.extras) if not part.sees]
            assert silent == [], (role, step)


def test_an_application_begins_with_what_was_said_elsewhere_and_keeps_what_is_there(cast):
    furnish_organisation(cast.organisation)
    slugs = ["spreadsheets", "no-such-topic", "culture", "spreadsheets"]

    mentor = prefill_application(cast.mentor, slugs)
    mentee = prefill_application(cast.mentee, slugs)
    prefill_application(cast.mentee, ["strategy"])

    offered = set(mentor.offers.values_list("topic__slug", flat=True))
    wanted = [(one.rank, one.topic.slug) for one in mentee.wants.all()]
    assert offered == {"spreadsheets", "decisions-from-below"}
    assert wanted == [(1, "spreadsheets"), (2, "decisions-from-below")]
    assert (mentor.sent_at, mentee.sent_at) == (None, None)
