from turnabout.foundation.trust import audit
from turnabout.foundation.trust.models import AuditEntry


def test_an_untouched_chain_has_no_broken_entry(cast):
    audit.record("pair_ended", about=cast.ada, by=cast.chidi, reason="none")
    audit.record("pair_begun", about=cast.bruno)

    assert audit.first_broken_entry() is None


def test_an_edit_a_removal_and_a_cut_tail_are_found(cast):
    for event in ("one", "two", "three"):
        audit.record(event, about=cast.ada)
    AuditEntry.objects.filter(number=2).update(event="something else")
    edited = audit.first_broken_entry()
    AuditEntry.objects.filter(number=2).delete()
    removed = audit.first_broken_entry()
    AuditEntry.objects.filter(number__gte=2).delete()
    cut = audit.first_broken_entry()

    assert (edited, removed, cut) == (2, 2, 2)
