"""Pairs as they come to be: proposed, asked, together, signed."""

from tests.factories import MONDAY, make_member, make_person
from tests.matching.factories import make_run as make_computed_run
from turnabout.foundation.common.time import clock
from turnabout.joining.matching.models import Proposal
from turnabout.together.pairs import services
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.paper import digest_of


def make_run(programme, *pairs, approved=True, **fields):
    run = make_computed_run(programme, published_at=MONDAY, handed_on_at=MONDAY)
    for mentor, mentee in pairs:
        Proposal.objects.create(
            run=run,
            mentor=mentor,
            mentee=mentee,
            score=80_000,
            approved_at=MONDAY if approved else None,
            **fields,
        )
    return run


def make_asked_pair(cast, **fields):
    """A pair of which only the mentor has been asked."""
    run = make_run(cast.programme, (cast.mentor, cast.mentee), **fields)
    with clock(MONDAY):
        return services.open_pairs(run)[0]


def make_pair(cast, **fields):
    """Ada and Bruno, who have both said yes."""
    pair = make_asked_pair(cast, **fields)
    with clock(MONDAY):
        services.accept_proposal(pair, by=cast.ada)
        services.accept_proposal(pair, by=cast.bruno)
    pair.refresh_from_db()
    return pair


def make_signed_pair(cast, **fields):
    pair = make_pair(cast, **fields)
    with clock(MONDAY):
        agreement = services.draft_agreement(pair, {}, by=cast.ada)
        sign(agreement, by=cast.ada)
        sign(agreement, by=cast.bruno)
    return pair


def sign(agreement, *, by):
    """Sign a version as somebody who has read all that is on its page."""
    shown = digest_of(agreement, agreement.pair)
    services.sign_agreement(agreement, by=by, shown=shown, promises_to_step_back=True)


def make_pairs(cast, number):
    """Many pairs of other people in the same programme, as rows."""
    made = []
    for count in range(number):
        mentor = make_person(cast.organisation, name=f"Mentor {count}")
        mentee = make_person(cast.organisation, name=f"Mentee {count}")
        made.append(
            Pair.objects.create(
                programme=cast.programme,
                mentor_membership=make_member(cast.programme, mentor, "mentor"),
                mentee_membership=make_member(cast.programme, mentee, "mentee"),
                mentor=mentor,
                mentee=mentee,
                proposed_at=MONDAY,
                mentor_accepted_at=MONDAY,
                mentee_accepted_at=MONDAY,
            )
        )
    return made
