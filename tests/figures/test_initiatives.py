"""What pairs say serves an initiative: chosen by the two, counted without words, from five on."""

from datetime import timedelta

import pytest

from tests.content.test_editing import text_of
from tests.factories import MONDAY, make_organisation, make_programme, make_user
from tests.figures.test_services import make_pairs, publish
from tests.figures.test_views import make_sponsor, page_of
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.frame.programmes import services as programmes
from turnabout.frame.programmes.models import Initiative
from turnabout.outcomes.figures.queries import sponsor_page
from turnabout.together.pairs import services
from turnabout.together.pairs.models import Commitment, Goal


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


def make_initiative(cast, name="Claims in a day"):
    return programmes.add_initiative(
        cast.programme, name=name, line="", sponsor=None, by=cast.chidi
    )


def told_of(cast, at):
    rows = sponsor_page(publish(cast.programme, at)).initiatives
    return [(row.initiative.name, row.pairs, row.goals, row.kept) for row in rows]


@pytest.mark.capability("S100")
def test_pairs_say_what_serves_an_initiative_and_the_sponsor_reads_how_many(cast, as_person):
    sponsor = make_sponsor(cast)
    page = f"/programmes/{cast.programme.public_id}/initiatives/"
    chidi = as_person(cast.chidi)
    before = text_of(chidi.get(page))
    without = chidi.post(page, {"name": "", "line": "Half the time", "sponsor": ""})
    said = {"name": "Claims in a day", "line": "Half the time", "sponsor": sponsor.public_id}
    chidi.post(page, said)
    chidi.post(page, {"name": "Fewer forms", "line": "", "sponsor": ""})
    claims, _forms = Initiative.objects.all()
    pairs = make_pairs(cast.programme, ["Operations"] * 12)
    own = pairs[0]
    make_user(own.mentor)
    make_user(own.mentee)
    goal = services.write_goal(own, "canary of a goal", by=own.mentor)
    promise = services.note_commitment(own, "canary of a promise", by=own.mentor)

    asked = text_of(as_person(own.mentor).get(f"/pairs/goals/{goal.public_id}/"))
    choice = {"initiative": claims.public_id}
    as_person(own.mentor).post(f"/pairs/goals/{goal.public_id}/initiative/", choice)
    as_person(own.mentee).post(f"/pairs/heard/{promise.public_id}/initiative/", choice)
    both = [
        text_of(as_person(who).get(f"/pairs/{own.public_id}/")) for who in (own.mentor, own.mentee)
    ]
    services.plan_commitment(promise, "do it", MONDAY.date(), by=own.mentee)
    services.finish_commitment(promise, "done", by=own.mentee)
    for pair in pairs[1:6]:
        services.serve_initiative(
            services.write_goal(pair, "another", by=pair.mentor), claims, by=pair.mentee
        )
    with clock(MONDAY + timedelta(days=30)):
        as_person(cast.chidi).post(page_of(cast, "publish"))
        seen = [as_person(who).get(page_of(cast)) for who in (sponsor, cast.chidi)]

    assert "None yet" in before
    assert "It serves" not in before
    assert (without.status_code, "Half the time" in without.content.decode()) == (422, True)
    assert "An initiative of the programme none Claims in a day Fewer forms" in asked
    for words in both:
        assert words.count("serves Claims in a day") == 2
    for answer in seen:
        told = text_of(answer)
        assert f"Claims in a day Half the time {sponsor.name} stands for it 6 6 not enough" in told
        assert "Fewer forms not enough people to say" in told
        assert "canary" not in answer.content.decode()


def test_few_or_all_or_all_but_a_few_are_not_told_and_one_more_changes_nothing(cast):
    initiative, other = make_initiative(cast), make_initiative(cast, "Fewer forms")
    pairs = make_pairs(cast.programme, ["Operations"] * 12)

    def link(pair, to):
        Goal.objects.create(
            pair=pair, owner=pair.mentor, words=b"x", written_at=MONDAY, initiative=to
        )

    told = []
    for day, (since, until) in enumerate([(0, 4), (4, 6), (6, 7), (7, 9), (9, 12)]):
        for pair in pairs[since:until]:
            link(pair, initiative)
        told.append(told_of(cast, MONDAY + timedelta(days=30 + day))[0])
    link(pairs[0], other)

    assert told == [
        ("Claims in a day", None, None, None),
        ("Claims in a day", 6, 6, None),
        # The seventh alone would be the difference to last week, and the ninth leaves three.
        ("Claims in a day", 6, 6, None),
        ("Claims in a day", 6, 6, None),
        ("Claims in a day", None, None, None),
    ]
    assert told_of(cast, MONDAY + timedelta(days=40))[1] == ("Fewer forms", None, None, None)


def test_a_kept_promise_counts_and_a_goal_let_go_does_not(cast):
    initiative = make_initiative(cast)
    pairs = make_pairs(cast.programme, ["Operations"] * 11)
    for pair in pairs[:6]:
        goal = services.write_goal(pair, "a goal", by=pair.mentor)
        services.serve_initiative(goal, initiative, by=pair.mentor)
        Commitment.objects.create(
            pair=pair, heard=b"x", heard_at=MONDAY, done_at=MONDAY, initiative=initiative
        )
    revised = services.revise_goal(goal, "in other words", by=pair.mentor, details=details())
    services.drop_goal(Goal.objects.filter(pair=pairs[0]).get(), by=pairs[0].mentor)

    assert revised.initiative == initiative
    assert told_of(cast, MONDAY + timedelta(days=30)) == [("Claims in a day", 6, 5, 6)]
    services.serve_initiative(revised, None, by=pair.mentee)
    assert Goal.objects.get(pk=revised.pk).initiative is None


def details():
    return services.goals.NO_DETAILS


def test_the_list_stays_short_and_only_of_its_programme(cast, as_person):
    first = make_initiative(cast)
    again = make_initiative(cast, "claims in a DAY")
    for number in range(programmes.MOST_INITIATIVES - 1):
        make_initiative(cast, f"Another {number}")
    with pytest.raises(Refusal, match="enough to choose from"):
        make_initiative(cast, "One too many")
    address = f"/programmes/initiatives/{first.public_id}"
    chidi = as_person(cast.chidi)

    twin = chidi.post(f"{address}/change/", {"name": "Another 1", "line": "", "sponsor": ""})
    bad = chidi.post(f"{address}/change/", {"name": "", "line": "kept words", "sponsor": "nobody"})
    chidi.post(f"{address}/change/", {"name": "Claims at once", "line": "", "sponsor": ""})
    retired = [chidi.post(f"{address}/retire/").status_code for _tap in "12"]
    listed = text_of(chidi.get(f"/programmes/{cast.programme.public_id}/initiatives/"))
    back = [chidi.post(f"{address}/bring_back/").status_code for _tap in "12"]

    assert again == first
    assert (twin.status_code, bad.status_code, retired, back) == (409, 422, [302, 409], [302, 409])
    assert "kept words" in bad.content.decode()
    assert "Retired Claims at once Bring back" in listed
    [pair] = make_pairs(cast.programme, ["Operations"])
    make_user(pair.mentor)
    goal = services.write_goal(pair, "a goal", by=pair.mentor)
    elsewhere = make_programme(make_organisation(name="Elsewhere"))
    foreign = Initiative.objects.create(programme=elsewhere, name="Theirs", added_at=MONDAY)
    with pytest.raises(Refusal, match="of your programme"):
        services.serve_initiative(goal, foreign, by=pair.mentor)
    with pytest.raises(Refusal, match="two people of a pair"):
        services.serve_initiative(goal, first, by=cast.dana)
    gone = as_person(pair.mentor).post(
        f"/pairs/goals/{goal.public_id}/initiative/", {"initiative": foreign.public_id}
    )
    assert gone.status_code == 409
