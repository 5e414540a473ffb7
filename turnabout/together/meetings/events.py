"""What the sessions tell the rooms after them. Each is sent with `meeting`."""

from django.dispatch import Signal

meeting_held = Signal()
meeting_missed = Signal()
meeting_moved = Signal()
# Somebody's calendar said no: also with `person`, and with `proposed_at`, an hour that could not be
# put before the other side, or None.
meeting_declined = Signal()
