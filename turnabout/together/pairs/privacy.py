"""What the two of a pair wrote: hers goes, and what they wrote together stays for the other.

It stays without her name, and as long as the other is here. Then the key of the pair goes as well,
and of an agreement there is left that it had a version, and when it was signed.
"""

import json
from dataclasses import asdict
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.trust import vault
from turnabout.foundation.trust.personal import Leaving, goes, stays, unlinked
from turnabout.together.pairs import place_sealing
from turnabout.together.pairs.models import (
    Agreement,
    Comment,
    Commitment,
    Exchange,
    Goal,
    Introduction,
    Mediation,
    Message,
    Pair,
    PrivateNote,
    SharedNote,
)
from turnabout.together.pairs.paper import read_goals
from turnabout.together.pairs.sealing import (
    clauses_of_agreement,
    note_words,
    opened,
    reword,
    words_of,
)

# What people wrote into a table; the rest of it are signs by which pages find their way.
WRITTEN = frozenset({"words", "texts", "known", "decides"})


def _leave_the_rest_to_the_other(leaving: Leaving) -> None:
    person = leaving.person
    pairs = Pair.objects.filter(Q(mentor=person) | Q(mentee=person))
    for pair in pairs.select_related("mentor", "mentee"):
        # What somebody got from the other is in her own words.
        pair.exchanges.exclude(giver=person).delete()
        if not vault.key_exists(pair.key_holder):
            continue
        if pair.other_person(person).erased_at is not None:
            leaving.keys.append(pair.key_holder)
            continue
        _take_her_words(pair, leaving)
        _take_her_name(pair, leaving)


def _take_her_words(pair: Pair, leaving: Leaving) -> None:
    side = pair.side_of(leaving.person)
    others = "mentee" if side == "mentor" else "mentor"
    # A draft that the other never signed is hers alone.
    drafts = pair.agreements.filter(drafted_by=leaving.person)
    drafts.filter(**{f"{others}_signed_at": None}).delete()
    reword(pair.agreements.all(), "goals", pair=pair, change=lambda words: _but(side, words))
    owned = pair.commitments.filter(owner=leaving.person)
    reword(owned, "will_do", "outcome", pair=pair, change=lambda _words: "")


def _take_her_name(pair: Pair, leaving: Leaving) -> None:
    papers = partial(_taken_out_of_paper, leaving)
    reword(pair.agreements.all(), "clauses", "goals", pair=pair, change=papers)
    reword(pair.goals.all(), "details", pair=pair, change=papers)
    for rows, fields in (
        (Comment.objects.filter(agreement__pair=pair), ("words",)),
        (pair.goals.all(), ("words",)),
        (pair.commitments.all(), ("heard", "will_do", "outcome")),
        (pair.exchanges.all(), ("words",)),
        (pair.shared_notes.all(), ("words",)),
        (pair.messages.all(), ("words",)),
        (pair.introductions.all(), ("whom", "why")),
    ):
        reword(rows, *fields, pair=pair, change=leaving.taken_out_of)


def _taken_out_of_paper(leaving: Leaving, paper: str) -> str:
    """What is kept as a table, read as its authors do: there a new line is no sign of its own."""
    table = json.loads(paper) if paper else []
    for row in table if isinstance(table, list) else [table]:
        for name in WRITTEN & row.keys():
            said = row[name]
            row[name] = (
                {language: leaving.taken_out_of(words) for language, words in said.items()}
                if isinstance(said, dict)
                else leaving.taken_out_of(said)
            )
    return json.dumps(table, ensure_ascii=False) if paper else paper


def _but(side: str, goals: str) -> str:
    """The goals on a signed paper without those of one side."""
    kept = [goal for goal in json.loads(goals) if goal["side"] != side]
    return json.dumps(kept, ensure_ascii=False)


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "programme": pair.programme.name,
        "mentor": pair.mentor.name,
        "mentee": pair.mentee.name,
        "got": [words_of(one, "words", pair) for one in pair.exchanges.all()],
    }


def _agreement(agreement: Agreement) -> dict[str, Any]:
    return {"clauses": clauses_of_agreement(agreement, agreement.pair)}


def _comment(comment: Comment) -> dict[str, Any]:
    return {"words": words_of(comment, "words", comment.agreement.pair)}


def _goal(goal: Goal) -> dict[str, Any]:
    read = read_goals(goal.pair, [goal])[0]
    steps = opened(goal.pair, [(step, "words") for step in goal.steps.all()])
    details = {name: one for name, one in asdict(read.details).items() if name != "topic"}
    return {"words": read.words, **details, "steps": steps}


def _commitment(commitment: Commitment) -> dict[str, Any]:
    fields = ("heard", "will_do", "outcome")
    words = opened(commitment.pair, [(commitment, field) for field in fields])
    return dict(zip(fields, words, strict=True))


def _exchange(exchange: Exchange) -> dict[str, Any]:
    return {"words": words_of(exchange, "words", exchange.pair)}


def _note(note: PrivateNote) -> dict[str, Any]:
    return {"words": note_words(note)}


def _placed(row: Message | SharedNote) -> dict[str, Any]:
    return {"words": place_sealing.opened([row], "words", row.pair)[0]}


def _introduction(row: Introduction) -> dict[str, Any]:
    return {field: place_sealing.opened([row], field, row.pair)[0] for field in ("whom", "why")}


# Before the pair, so that it still says whose drafts there are when they go.
unlinked(Agreement, "drafted_by", words=_("Versions of an agreement that you wrote"))
stays(
    Pair,
    "mentor",
    "mentee",
    words=_("With whom you were paired, and when"),
    why=_("Your partner had this pairing as well, and figures count it. Your name is taken out."),
    erase=_leave_the_rest_to_the_other,
    opens=_pair,
    # Of a question that came to nothing no copy tells, as no page does.
    told=Q(mentee_accepted_at__isnull=False),
)
stays(
    Agreement,
    "pair__mentor",
    "pair__mentee",
    words=_("What you two agreed"),
    why=_(
        "It is your partner's as well, and stays readable for that one person without your name and"
        " without your goals. Of each version the number and the days of both signatures stay."
    ),
    opens=_agreement,
)
goes(Comment, "author", words=_("Your comments on an agreement"), opens=_comment)
goes(Goal, "owner", words=_("Your goals, and the steps to them"), opens=_goal)
stays(
    Commitment,
    "owner",
    words=_("What you promised to do about what you heard, and how it ended"),
    why=_(
        "What was heard stays for your partner, and figures count what was kept. Your own words are"
        " deleted."
    ),
    opens=_commitment,
)
stays(
    Exchange,
    "giver",
    words=_("What your partner got from you"),
    why=_("These are your partner's words. They stay without your name."),
    opens=_exchange,
)
goes(PrivateNote, "author", words=_("Your private notes"), opens=_note)
goes(Mediation, "asked_by", words=_("That you asked for a third person"))
goes(SharedNote, "author", words=_("Notes that you wrote for you two"), opens=_placed)
goes(Message, "author", words=_("Lines that you wrote to your partner"), opens=_placed)
goes(Introduction, "offered_by", words=_("Contacts that you offered"), opens=_introduction)
