"""What a pair tells the rooms after it. Each is sent with `pair` or `agreement`."""

from django.dispatch import Signal

pair_formed = Signal()
agreement_signed = Signal()
pair_paused = Signal()
pair_resumed = Signal()
pair_ended = Signal()
