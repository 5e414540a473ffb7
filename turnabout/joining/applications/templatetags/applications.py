"""How topics and languages are called."""

from collections.abc import Iterable

from django import template
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info

from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.queries import name_of

register = template.Library()


@register.filter
def topic_name(topic: Topic) -> str:
    return name_of(topic)


@register.filter
def language_names(codes: Iterable[str]) -> str:
    return ", ".join(
        str(get_language_info(code)["name_translated"]) for code in codes if code in LANG_INFO
    )
