"""The pages of polls, of what explains, and of the news."""

from turnabout.joining.interest.views import explaining, news, polls

__all__ = ["explaining", "news", "polls"]
