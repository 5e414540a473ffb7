"""What the rooms below may want to hear of the directory."""

from django.dispatch import Signal

# Arguments: people (a list of Person). Sent in the transaction of the act. Whoever hears it answers
# with a list of names of what it ended; `people_returned` carries them all back as `ended`.
people_left = Signal()
people_returned = Signal()
# Arguments: people (a list of Person) whose unit, place, manager or level is another one now.
people_moved = Signal()
