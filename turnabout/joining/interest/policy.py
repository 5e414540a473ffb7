from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import NOTHING, allows, shows, tells
from turnabout.frame.directory.models import Organisation, Person
from turnabout.joining.interest.models import News, Poll

POLL = "poll"
BENEFITS = "benefits"
NEWS = "news"
QUIET = "no-more"
ANSWER_SEEN = tells(
    "interest.answer",
    _("Your answer carries no name. It is counted with others and shown only from five people."),
)
READOUT_SEEN = tells(
    "interest.readout",
    _("Totals: seen by those who run programmes here. Single answers: seen by nobody."),
)

NEWS_SEEN = tells(
    "interest.news",
    _("Whoever writes the news sees how many read it, and never who."),
)


@shows(Poll)
def polls(actor: Actor) -> Q:
    """Whoever runs programmes sees their polls; to answer one, its link is enough."""
    return _run_by(actor)


@shows(News)
def news(actor: Actor) -> Q:
    return _run_by(actor)


@allows(Organisation, "open_poll", "write_news")
def open_poll(actor: Actor, organisation: Organisation) -> bool:
    """Whoever runs programmes here may ask, also before a programme exists."""
    runs = "coordinator" in actor.appointments or bool(actor.programmes_as("coordinator"))
    return runs and actor.organisation_id == organisation.pk


@allows(Poll, "read", "send", "close", "hear", "explain", "ask_again")
@allows(News, "send", "discard")
def run_poll(actor: Actor, thing: Poll | News) -> bool:
    appointed = "coordinator" in actor.appointments
    if thing.programme_id is not None and actor.holds("coordinator", thing.programme_id):
        return True
    return appointed and actor.organisation_id == thing.organisation_id


@allows(Person, "choose_news", by_link=(NEWS,))
def choose_news(actor: Actor, person: Person) -> bool:
    return actor.person_id == person.pk


@allows(Person, "choose_quiet", by_link=(NEWS, QUIET))
def choose_quiet(actor: Actor, person: Person) -> bool:
    return actor.person_id == person.pk


@allows(Poll, "answer", by_link=(POLL,))
def answer(actor: Actor, poll: Poll) -> bool:
    return actor.came_for(POLL, poll.public_id)


def _run_by(actor: Actor) -> Q:
    if actor.organisation_id is None:
        return NOTHING
    seen = Q(programme_id__in=actor.programmes_as("coordinator"))
    if "coordinator" in actor.appointments:
        seen |= Q(organisation_id=actor.organisation_id)
    return seen
