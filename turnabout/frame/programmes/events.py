"""What happened in the programmes, for rooms that come later."""

from django.dispatch import Signal

programme_launched = Signal()
phase_opened = Signal()
phase_closed = Signal()
member_invited = Signal()
member_accepted = Signal()
member_ended = Signal()
member_returned = Signal()
