"""Applications for tests."""

from tests.factories import MONDAY
from turnabout.frame.questions.models import QuestionSet
from turnabout.frame.questions.services import install_question_sets
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.services import install_catalogue
from turnabout.joining.applications import boundaries
from turnabout.joining.applications.models import Application, Offer, Want

MORNINGS = ["mon-09", "mon-10", "tue-09"]


def furnish_organisation(organisation):
    """Topics and question sets, once."""
    if not QuestionSet.objects.filter(organisation=organisation).exists():
        install_question_sets(organisation)
        install_catalogue(organisation)


def topic(organisation, slug="frontline-reality"):
    furnish_organisation(organisation)
    return Topic.objects.get(organisation=organisation, slug=slug)


def make_application(membership, *, offers=(), wants=(), private=None, is_sent=True, **fields):
    organisation = membership.programme.organisation
    furnish_organisation(organisation)
    settled = {
        "hours": MORNINGS,
        "languages": ["en"],
        "begun_at": MONDAY,
        "saved_at": MONDAY,
        "sent_at": MONDAY if is_sent else None,
        "promises_accepted_at": MONDAY,
        "step": 3,
    }
    application = Application.objects.create(membership=membership, **{**settled, **fields})
    for slug in offers:
        Offer.objects.create(application=application, topic=topic(organisation, slug))
    for rank, slug in enumerate(wants, start=1):
        Want.objects.create(application=application, topic=topic(organisation, slug), rank=rank)
    if private is not None:
        boundaries.write(application, private)
    return application
