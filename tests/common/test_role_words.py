"""What a programme calls its two sides, wherever a shipped text is said."""

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext

from turnabout.foundation.common.role_words import in_role_words, said_as, settle_on
from turnabout.frame.programmes.sides import role_words_of


def own(side, language, label):
    return role_words_of({"role_labels": {side: {language: label}}})


@pytest.mark.parametrize(
    ("label", "shipped", "said"),
    [
        ("guide", "Your mentor writes first.", "Your guide writes first."),
        ("guide", "Mentors are asked first.", "Guides are asked first."),
        ("guide", "What a mentor’s page shows", "What a guide’s page shows"),
        ("adviser", "What a mentor does", "What an adviser does"),
        ("ally", "All mentors", "All allies"),
        ("coach", "All mentors", "All coaches"),
        ("guide", "Would you mentor a colleague?", "Would you mentor a colleague?"),
        ("guide", "Juniors mentor seniors.", "Juniors mentor seniors."),
        ("guide", "Reverse mentoring", "Reverse mentoring"),
        ("guide", "%(mentor)s and her mentor", "%(mentor)s and her guide"),
        (
            "guide",
            "{mentor} and <a href='/mentor/'>mentor</a>",
            "{mentor} and <a href='/mentor/'>guide</a>",
        ),
        ("guide", "Instead of “mentor”", "Instead of “mentor”"),
        ("mentor", "Your mentor", "Your mentor"),
    ],
)
def test_the_word_is_swapped_and_nothing_else_is(label, shipped, said):
    with translation.override("en"), said_as(own("mentor", "en", label)):
        assert in_role_words(shipped) == said


def test_each_language_has_its_own_word():
    with said_as(own("mentor", "es", "persona guía")):
        with translation.override("es"):
            assert in_role_words("Las personas mentoras") == "Las personas guías"
        assert in_role_words("Your mentor", "en") == "Your mentor"
        assert in_role_words("persona mentora", "es-mx") == "persona guía"
    with said_as(own("mentor", "es", "mentor")):
        assert in_role_words("personas mentoras", "es") == "mentores"


def test_marked_texts_are_said_in_role_words_and_only_there():
    with translation.override("en"):
        with said_as({}):
            settle_on(own("mentor", "en", "guide"))
            assert gettext("The mentor leads the content.") == "The guide leads the content."
            assert ngettext("%(n)s mentor", "%(n)s mentors", 2) == "%(n)s guides"
        assert gettext("The mentor leads the content.") == "The mentor leads the content."
