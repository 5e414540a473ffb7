from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.packs import load_groups
from turnabout.frame.topics.wording import LONGEST_NAME

KINDS = (
    (Topic.Kind.SKILL, _("A skill: one can do it with help, alone, or teach it")),
    (Topic.Kind.VIEW, _("A view: how something looks from where somebody stands")),
    (Topic.Kind.PRACTICE, _("A practice: how people work with each other")),
)


class TopicForm(forms.Form):
    """A topic of one's own. Its steps, and words in more languages, are written on its page."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("As people would choose it, such as the name of a tool."),
        max_length=LONGEST_NAME,
    )
    keywords = forms.CharField(
        label=_("What else people call it, with a comma between"),
        help_text=_("The search finds it by these, too."),
        max_length=2000,
        required=False,
    )
    group = forms.ChoiceField(label=_("Group"))
    kind = forms.ChoiceField(
        label=_("What kind of topic is it?"),
        choices=KINDS,
        initial=Topic.Kind.SKILL,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        group = self.fields["group"]
        assert isinstance(group, forms.ChoiceField)
        group.choices = [("", _("Choose a group")), *((g.slug, str(g.name)) for g in load_groups())]

    def said(self) -> dict[str, Any]:
        """What is to be added, in the language of the page."""
        asked = (get_language() or "").split("-", 1)[0]
        code = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGES[0][0]
        cleaned = self.cleaned_data
        return {
            "names": {code: cleaned["name"]},
            "keywords": {code: cleaned["keywords"]},
            "group": cleaned["group"],
            "kind": cleaned["kind"],
        }
