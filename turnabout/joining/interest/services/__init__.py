"""What can happen around a poll, and with the news that people asked for."""

from turnabout.joining.interest.services.explaining import ask_again, explain_benefits
from turnabout.joining.interest.services.news import (
    ask_for_news,
    confirm_news,
    discard_news,
    draft_news,
    leave_news,
    send_news,
    write_no_more,
    write_to_me_again,
)
from turnabout.joining.interest.services.polls import (
    TOPICS_AT_MOST,
    USUAL_TOPICS,
    Words,
    answer_poll,
    close_poll,
    has_answered,
    open_poll,
    reachable,
    record_heard_in_person,
    require_open,
    send_poll,
)

__all__ = [
    "TOPICS_AT_MOST",
    "USUAL_TOPICS",
    "Words",
    "answer_poll",
    "ask_again",
    "ask_for_news",
    "close_poll",
    "confirm_news",
    "discard_news",
    "draft_news",
    "explain_benefits",
    "has_answered",
    "leave_news",
    "open_poll",
    "reachable",
    "record_heard_in_person",
    "require_open",
    "send_news",
    "send_poll",
    "write_no_more",
    "write_to_me_again",
]
