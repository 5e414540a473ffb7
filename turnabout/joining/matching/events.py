from django.dispatch import Signal

run_published = Signal()
# Asked with `proposal` and `at`, the moment at which letters would leave, when a coordinator wants
# to read them before she publishes. A later room that writes them answers with a list of `Letter`.
letters_wanted = Signal()
# With `bond`: a living pair has come to break a rule of the matching since the night before.
bond_broken = Signal()
