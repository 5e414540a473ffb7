"""What happened to a poll, for rooms that come later."""

from django.dispatch import Signal

poll_opened = Signal()
poll_closed = Signal()
