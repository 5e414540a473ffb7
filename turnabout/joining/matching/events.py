from django.dispatch import Signal

run_published = Signal()
# Asked with `proposal` and `at`, the moment at which letters would leave, when a coordinator wants
# to read them before she publishes. A later room that writes them answers with a list of `Letter`.
letters_wanted = Signal()
