"""What each page of a pair says about who sees it, in the words of the policy, held to them."""

import html

import pytest
from django.urls import reverse

from tests.factories import MONDAY, make_member, make_person, make_user
from tests.pairs.factories import make_signed_pair
from tests.pairs.test_agreement import own_browser
from turnabout.foundation.common.actors import Actor, enriched
from turnabout.foundation.common.time import clock
from turnabout.foundation.trust.policy import sentence
from turnabout.together.pairs import services
from turnabout.together.pairs.models import (
    Agreement,
    Comment,
    Commitment,
    Exchange,
    Goal,
    PrivateNote,
    Step,
)

SHARED = (Agreement, Comment, Commitment, Exchange, Goal, Step)
# Each page, what it is about, and the sentences that stand on it.
PAGES = {
    "detail": ("pair", ["pairs.goals", "pairs.promises", "pairs.agreement", "pairs.note"]),
    "agreement": ("pair", ["pairs.agreement"]),
    "agreement_write": ("pair", ["pairs.agreement"]),
    "goals": ("pair", ["pairs.goals"]),
    "goal": ("goal", ["pairs.goals"]),
    "goal_revise": ("goal", ["pairs.goals"]),
    "goal_unmet": ("goal", ["pairs.goals"]),
    "progress": ("pair", ["pairs.goals"]),
    "both_ways": ("pair", ["pairs.balance"]),
    "hear": ("pair", ["pairs.promises"]),
    "commitment": ("commitment", ["pairs.promises"]),
    "commitment_put_off": ("commitment", ["pairs.promises"]),
    "notes": ("pair", ["pairs.note"]),
    "leave": ("pair", ["pairs.leave"]),
}


@pytest.mark.capability("S022", "S048")
def test_every_page_says_who_sees_it_and_nobody_else_does(cast):
    canary = "canary-of-the-two"
    with clock(MONDAY):
        pair = make_signed_pair(cast)
        goal = services.write_goal(pair, canary, by=cast.ada)
        services.add_step(goal, canary, MONDAY.date(), by=cast.ada)
        commitment = services.note_commitment(pair, canary, by=cast.bruno, owner=cast.ada)
        services.note_exchange(pair, canary, by=cast.ada)
        services.comment_on_clause(pair.agreements.first(), "place", canary, by=cast.ada)
        services.write_private_note(pair, "only Ada's", by=cast.ada)
        others = [cast.chidi, cast.dana]
        for role in ("sponsor", "guardian", "auditor"):
            person = make_person(cast.organisation, name=f"The {role}")
            make_user(person)
            make_member(cast.programme, person, role)
            others.append(person)
        things = {"pair": pair, "goal": goal, "commitment": commitment}
        ada, browsers = own_browser(cast.ada), [own_browser(person) for person in others]
        for name, (about, sentences) in PAGES.items():
            url = reverse(f"pairs:{name}", args=[things[about].public_id])
            page = html.unescape(ada.get(url).content.decode())
            for one in sentences:
                assert f"<span>{sentence(one)}</span>" in page, (name, one)
            for browser in browsers:
                answer = browser.get(url)
                assert answer.status_code in (403, 404), name
                assert canary not in answer.content.decode()

    for person in others:
        actor = enriched(Actor(person_ref=person.public_id))
        for model in (*SHARED, PrivateNote):
            assert not model.objects.visible_to(actor).exists()
