"""What the rooms below may want to hear of the directory."""

from django.dispatch import Signal

# Arguments: people (a list of Person). Sent in the transaction of the act.
people_left = Signal()
