"""Topics taken from one's own words, and words that no topic fits."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.paths import LearningPath
from turnabout.frame.topics.services import learn_alias
from turnabout.joining.applications import boundaries
from turnabout.joining.applications.events import words_placed
from turnabout.joining.applications.models import Application, Offer, OwnWords, Want
from turnabout.joining.applications.queries import MOST_WANTS

MOST_OWN_WORDS = 10


@transaction.atomic
def take_topic(
    application: Application, topic: Topic, *, words: str, as_wish: bool | None = None
) -> None:
    """Offer or want the topic that was proposed for somebody's words, and learn the words.

    Unless told otherwise a mentor offers it and a mentee wants it.
    """
    is_mentor = application.membership.role == Membership.Role.MENTOR
    is_wish = not is_mentor if as_wish is None else as_wish
    _add(application, topic, is_wish=is_wish)
    if not is_wish:
        side = boundaries.read(application)
        kept = replace(
            side,
            ask_first=side.ask_first - {topic.slug},
            off_limits=side.off_limits - {topic.slug},
        )
        if kept != side:
            boundaries.write(application, kept)
    if words.strip():
        learn_alias(topic, words, by=application.membership.person)


@transaction.atomic
def take_path(application: Application, path: LearningPath) -> None:
    """Wish for the goals of a learning path, as far as there is room. What is there stays."""
    slugs = [goal.topic for goal in path.goals]
    organisation = application.membership.programme.organisation
    found = Topic.objects.filter(organisation=organisation, slug__in=slugs)
    topics = {topic.slug: topic for topic in found}
    present = set(application.wants.values_list("topic__slug", flat=True))
    room = max(MOST_WANTS - len(present), 0)
    new = [goal for goal in path.goals if goal.topic in topics and goal.topic not in present]
    for goal in new[: room or None]:
        _add(application, topics[goal.topic], is_wish=True, decision=str(goal.goal))


@transaction.atomic
def keep_words(application: Application, words: str) -> OwnWords:
    """Keep the applicant's own words where no topic fits, for the coordinator to place."""
    said = " ".join(words.split())[: OwnWords._meta.get_field("words").max_length]
    if not said:
        raise Refusal(_("There are no words to keep. Write what you have in mind."))
    if application.own_words.count() >= MOST_OWN_WORDS:
        raise Refusal(_("Ten wishes in your own words are kept already. Take one off first."))
    own, _made = OwnWords.objects.get_or_create(
        application=application, words=said, defaults={"kept_at": now()}
    )
    return own


@transaction.atomic
def drop_words(own: OwnWords) -> None:
    """Take one's own words off again."""
    OwnWords.objects.waiting().filter(pk=own.pk).delete()


@transaction.atomic
def place_words(own: OwnWords, topic: Topic, *, by: Person) -> None:
    """Give somebody's own words the topic that they meant. What is lived stays hers to name."""
    application = own.application
    if topic.is_lived_experience and application.membership.role == Membership.Role.MENTOR:
        raise Refusal(_("Only a mentor herself offers what she has lived. Choose another topic."))
    is_wish = application.membership.role == Membership.Role.MENTEE
    if is_wish and application.wants.exclude(topic=topic).count() >= MOST_WANTS:
        raise Refusal(
            _("%(name)s has three wishes already. Set the words aside, or ask which one may go.")
            % {"name": application.membership.person.name}
        )
    _settle(own, topic)
    _add(application, topic, is_wish=is_wish)
    learn_alias(topic, own.words, by=application.membership.person)
    audit.record("words_placed", about=own, by=by)
    words_placed.send(sender=None, own_words=own)


@transaction.atomic
def set_aside_words(own: OwnWords, *, by: Person) -> None:
    """Leave somebody's own words without a topic."""
    _settle(own, None)
    audit.record("words_set_aside", about=own, by=by)


def _settle(own: OwnWords, topic: Topic | None) -> None:
    waiting = OwnWords.objects.waiting().filter(pk=own.pk)
    if not waiting.update(settled_at=now(), topic=topic):
        raise AlreadySo(_("Somebody has placed these words or set them aside already."))


def _add(application: Application, topic: Topic, *, is_wish: bool, decision: str = "") -> None:
    if not is_wish:
        Offer.objects.get_or_create(application=application, topic=topic)
        return
    taken = set(application.wants.values_list("rank", flat=True))
    if application.wants.filter(topic=topic).exists():
        return
    free = [rank for rank in range(1, MOST_WANTS + 1) if rank not in taken]
    if not free:
        raise Refusal(
            _("There are three wishes already. Take one off below, then add this one again.")
        )
    Want.objects.create(application=application, topic=topic, rank=free[0], decision=decision)
