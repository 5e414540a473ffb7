"""Polls and answers, made through the acts."""

from turnabout.joining.interest.models import PollAnswer
from turnabout.joining.interest.services import Words, open_poll, record_heard_in_person


def make_poll(cast, **fields):
    settled = {"title": "Would this be for you?", "by": cast.chidi}
    return open_poll(cast.organisation, **{**settled, **fields})


def hear(cast, poll, people=1, **words):
    record_heard_in_person(poll, Words(**{"side": "mentor", **words}), by=cast.chidi, people=people)


def answers(poll):
    return sorted(PollAnswer.objects.filter(poll=poll).values_list("side", "way"))
