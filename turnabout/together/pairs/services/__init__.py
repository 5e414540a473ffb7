"""What can happen in a pair."""

from turnabout.together.pairs.services.agreement import draft_agreement, sign_agreement
from turnabout.together.pairs.services.care import (
    ask_for_mediation,
    choose_what_next,
    raise_a_broken_rule,
    settle_mediation,
    withdraw_mediation,
)
from turnabout.together.pairs.services.commitments import (
    decline_commitment,
    finish_commitment,
    note_commitment,
    plan_commitment,
    say_whether_it_mattered,
)
from turnabout.together.pairs.services.consent import (
    accept_proposal,
    close_unanswered,
    decline_proposal,
    keep_to_places,
    open_pairs,
)
from turnabout.together.pairs.services.endings import (
    complete_pair,
    end_pair,
    leave_pairs,
    may_complete,
    pause_pair,
    return_to_pairs,
    say_ready,
)
from turnabout.together.pairs.services.goals import drop_goal, mark_goal_met, write_goal
from turnabout.together.pairs.services.notes import erase_private_note, write_private_note
from turnabout.together.pairs.services.shared_notes import (
    erase_shared_note,
    keep_private_note,
    keep_shared_note,
    let_notes_go,
    switch_shared_notes,
    write_shared_note,
)
from turnabout.together.pairs.services.talk import (
    answer_introduction,
    make_introduction,
    note_that_contact_agrees,
    offer_introduction,
    withdraw_introduction,
    write_message,
)

__all__ = [
    "accept_proposal",
    "answer_introduction",
    "ask_for_mediation",
    "choose_what_next",
    "close_unanswered",
    "complete_pair",
    "decline_commitment",
    "decline_proposal",
    "draft_agreement",
    "drop_goal",
    "end_pair",
    "erase_private_note",
    "erase_shared_note",
    "finish_commitment",
    "keep_private_note",
    "keep_shared_note",
    "keep_to_places",
    "leave_pairs",
    "let_notes_go",
    "make_introduction",
    "mark_goal_met",
    "may_complete",
    "note_commitment",
    "note_that_contact_agrees",
    "offer_introduction",
    "open_pairs",
    "pause_pair",
    "plan_commitment",
    "raise_a_broken_rule",
    "return_to_pairs",
    "say_ready",
    "say_whether_it_mattered",
    "settle_mediation",
    "sign_agreement",
    "switch_shared_notes",
    "withdraw_introduction",
    "withdraw_mediation",
    "write_goal",
    "write_message",
    "write_private_note",
    "write_shared_note",
]
