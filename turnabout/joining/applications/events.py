from django.dispatch import Signal

application_sent = Signal()
application_withdrawn = Signal()
words_placed = Signal()
