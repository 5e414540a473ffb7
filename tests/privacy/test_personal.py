"""Nothing is kept of people that their copy and their erasure do not know of."""

from django.apps import apps

from turnabout.foundation.accounts.models import User
from turnabout.foundation.trust.personal import everything_kept
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership
from turnabout.joining.applications.models import Application
from turnabout.together.pairs.models import Pair

# Whose rows are somebody's own. Whatever points to one of them is personal, too.
SOMEBODYS = (Person, User, Membership, Application)
# A text that holds the public id of a person, because its room stands above the directory.
BY_NAME = {
    ("notices.outboxmessage", "recipient"),
    ("notices.reader", "person"),
    ("notices.webhook", "owner"),
    ("trust.auditentry", "by"),
}
# These point to a pair's two memberships, and the pair itself is declared by its two people.
BESIDE = {("pairs.pair", "mentor_membership"), ("pairs.pair", "mentee_membership")}


def links_of(model):
    for field in model._meta.get_fields():
        is_own = field.is_relation and not field.auto_created
        if is_own and field.related_model in SOMEBODYS:
            yield model._meta.label_lower, field.name


def test_every_link_to_a_person_is_declared_where_it_is():
    ours = [model for model in apps.get_models() if model.__module__.startswith("turnabout.")]
    links = {link for model in ours for link in links_of(model)}
    declared = {
        (kept.model._meta.label_lower, link.partition("__")[0])
        for kept in everything_kept()
        for link in kept.links
    }

    # Who somebody's user and manager are is told with the person herself.
    assert (links | BY_NAME) - declared - BESIDE - {("directory.person", "user")} == set()


def test_each_declaration_stands_in_the_room_of_its_model():
    strays = [
        kept.model.__name__
        for kept in everything_kept()
        for told in (kept.erase, kept.opens)
        if told is not None
        and told.__name__ != "<lambda>"
        and told.__module__.rpartition(".")[0] != kept.model.__module__.rpartition(".")[0]
    ]

    assert strays == []


def test_what_the_two_of_a_pair_wrote_is_declared_with_the_pair():
    """Each sealed text of a pair has an owner, or belongs to both and stays for the other."""
    declared = {kept.model for kept in everything_kept()}
    of_pairs = {
        relation.related_model
        for relation in Pair._meta.related_objects
        if any(
            field.get_internal_type() == "BinaryField"
            for field in relation.related_model._meta.fields
        )
    }

    assert of_pairs - declared == set()
