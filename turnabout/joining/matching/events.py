from django.dispatch import Signal

run_published = Signal()
# Asked with `proposal` when a coordinator wants to see the first letter before she publishes. A
# later room that writes that letter answers with its subject and its text.
first_letter_wanted = Signal()
