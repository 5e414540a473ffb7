"""What the signals tell the rooms after them."""

from django.dispatch import Signal

# With `programme`, and with no pair: whoever hears it is not to know which one.
promises_slip = Signal()
