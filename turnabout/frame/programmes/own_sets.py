"""Question sets that an organisation made of shipped ones, where a programme may ask them."""

from dataclasses import replace

from turnabout.foundation.common.packs import Text
from turnabout.frame.directory.models import Organisation
from turnabout.frame.programmes.defaults import current, load_defaults
from turnabout.frame.programmes.defaults_shape import Default, Group
from turnabout.frame.programmes.models import Programme
from turnabout.frame.questions.models import QuestionSet
from turnabout.frame.questions.services import install_question_sets
from turnabout.frame.questions.sets import base_of

PREFIX = "question_sets."


def defaults_in(organisation: Organisation) -> tuple[Group, ...]:
    """Every default, with the organisation's own sets among those to choose from."""
    rows = QuestionSet.objects.filter(organisation=organisation, slug__contains="--")
    own = [
        (slug, Text(tuple(titles.items())))
        for slug, titles in rows.order_by("slug").values_list("slug", "titles")
    ]
    return tuple(
        replace(group, defaults=tuple(_with_own(one, own) for one in group.defaults))
        for group in load_defaults()
    )


def defaults_by_key(organisation: Organisation) -> dict[str, Default]:
    return {one.key: one for group in defaults_in(organisation) for one in group.defaults}


def set_asked(programme: Programme, use: str, shipped: str) -> QuestionSet:
    """The set that a programme asks for something, or the one of this slug that is shipped."""
    try:
        slug = current(programme, f"{PREFIX}{use}") or shipped
    except KeyError:
        slug = shipped
    return set_of(programme.organisation, slug)


def set_of(organisation: Organisation, slug: str) -> QuestionSet:
    """A set by its slug; the shipped ones are installed where they were not yet."""
    sets = QuestionSet.objects.filter(organisation=organisation, slug=slug)
    found = sets.first()
    if found is None:
        install_question_sets(organisation)
        found = sets.get()
    return found


def _with_own(default: Default, own: list[tuple[str, Text]]) -> Default:
    if not default.key.startswith(PREFIX):
        return default
    bases = {slug for slug, _name in default.choices}
    mine = tuple((slug, name) for slug, name in own if base_of(slug) in bases)
    return replace(default, choices=(*default.choices, *mine))
