from django.dispatch import Signal

application_sent = Signal()
application_withdrawn = Signal()
words_placed = Signal()
# Sent with `application` when somebody who has applied takes more or fewer partners than before.
places_changed = Signal()
