"""How people are told apart on the pages of a run."""

from django import template

from turnabout.frame.directory.models import Person

register = template.Library()


@register.filter
def what_and_where(person: Person) -> str:
    """What somebody does and where, in one line."""
    return ", ".join(filter(None, (person.job_title, person.unit, person.place)))
