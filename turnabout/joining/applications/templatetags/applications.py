"""How topics, languages and days are called."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.conf.locale import LANG_INFO
from django.utils.formats import date_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.queries import name_of
from turnabout.frame.topics.wording import step_names
from turnabout.joining.applications.models import Offer

register = template.Library()


@register.filter
def topic_name(topic: Topic) -> str:
    return name_of(topic)


@register.filter
def level_name(offer: Offer) -> str:
    """How well somebody knows what she offers, where she was asked or a talk showed it."""
    return str(step_names(offer.topic)[offer.level - 1]) if offer.says_level else ""


@register.filter
def language_names(codes: Iterable[str]) -> str:
    return ", ".join(
        str(get_language_info(code)["name_translated"]) for code in codes if code in LANG_INFO
    )


@register.filter
def day(written: str) -> str:
    """A day as mails carry it, in the words of the reader's language."""
    return date_format(date.fromisoformat(written), _("j F Y"))
