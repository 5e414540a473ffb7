"""What matching tells the rooms after it."""

from django.dispatch import Signal

run_published = Signal()
