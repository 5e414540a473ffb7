"""What can happen in a pair."""

from turnabout.together.pairs.services.agreement import (
    comment_on_clause,
    draft_agreement,
    settle_comment,
    sign_agreement,
)
from turnabout.together.pairs.services.commitments import (
    decline_commitment,
    finish_commitment,
    hand_over_commitment,
    note_commitment,
    note_exchange,
    plan_commitment,
    put_off_commitment,
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
    end_pair,
    leave_pairs,
    pause_pair,
    resume_pair,
    return_to_pairs,
)
from turnabout.together.pairs.services.goals import (
    add_step,
    drop_goal,
    finish_step,
    mark_goal_met,
    note_rung,
    revise_goal,
    take_path,
    turn_goal_into_action,
    write_goal,
)
from turnabout.together.pairs.services.notes import erase_private_note, write_private_note
from turnabout.together.pairs.services.revisits import (
    look_again_after,
    look_again_at_changes,
    say_it_still_fits,
)

__all__ = [
    "accept_proposal",
    "add_step",
    "close_unanswered",
    "comment_on_clause",
    "decline_commitment",
    "decline_proposal",
    "draft_agreement",
    "drop_goal",
    "end_pair",
    "erase_private_note",
    "finish_commitment",
    "finish_step",
    "hand_over_commitment",
    "keep_to_places",
    "leave_pairs",
    "look_again_after",
    "look_again_at_changes",
    "mark_goal_met",
    "note_commitment",
    "note_exchange",
    "note_rung",
    "open_pairs",
    "pause_pair",
    "plan_commitment",
    "put_off_commitment",
    "resume_pair",
    "return_to_pairs",
    "revise_goal",
    "say_it_still_fits",
    "say_whether_it_mattered",
    "settle_comment",
    "sign_agreement",
    "take_path",
    "turn_goal_into_action",
    "write_goal",
    "write_private_note",
]
