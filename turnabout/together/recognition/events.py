"""What recognition tells the rooms after it. Sent with `thanks`."""

from django.dispatch import Signal

thanks_given = Signal()
