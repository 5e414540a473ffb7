import pytest

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust import vault
from turnabout.foundation.trust.models import WrappedKey

PLACE = vault.Place("pairs.privatenote", "row-1", "words")


def test_a_sealed_text_opens_for_its_holder_and_is_not_in_the_row():
    sealed = vault.seal("she listens now", holder="person:ada", place=PLACE)

    assert vault.unseal(sealed, holder="person:ada", place=PLACE) == "she listens now"
    assert b"listens" not in sealed


def test_a_sealed_text_moved_to_another_row_does_not_open():
    sealed = vault.seal("she listens now", holder="person:ada", place=PLACE)

    with pytest.raises(Refusal, match="cannot be opened"):
        vault.unseal(sealed, holder="person:ada", place=vault.Place("pairs.goal", "row-1", "words"))


def test_a_destroyed_key_leaves_nothing_to_read_even_when_it_comes_back_from_a_backup():
    sealed = vault.seal("she listens now", holder="person:ada", place=PLACE)
    copy = WrappedKey.objects.get(holder="person:ada")
    vault.destroy_key("person:ada")
    copy.save(force_insert=True)

    assert vault.replay_erasures() == 1
    with pytest.raises(Refusal, match="was erased"):
        vault.unseal(sealed, holder="person:ada", place=PLACE)


def test_a_lost_key_file_is_said_and_not_replaced(settings):
    vault.seal("she listens now", holder="person:ada", place=PLACE)
    settings.VAULT_KEY_FILE.unlink()

    with pytest.raises(Refusal, match="vault key file is missing"):
        vault.seal("again", holder="person:ada", place=PLACE)


def test_many_texts_of_one_holder_are_opened_with_one_look_at_her_key(django_assert_num_queries):
    places = [vault.Place("pairs.goal", f"row-{number}", "words") for number in range(3)]
    sealed = [(vault.seal(place.row, holder="pair:1", place=place), place) for place in places]

    with django_assert_num_queries(1, using="keys"):
        opened = vault.unseal_all(sealed, holder="pair:1")

    assert opened == ["row-0", "row-1", "row-2"]
    assert vault.unseal_all([], holder="nobody") == []


def test_a_key_moved_to_another_holder_opens_nothing():
    place = vault.Place("pairs.goal", "row", "words")
    sealed = vault.seal("words", holder="pair:1", place=place)
    WrappedKey.objects.update(holder="pair:2")

    with pytest.raises(Refusal) as refusal:
        vault.unseal(sealed, holder="pair:2", place=place)

    assert str(refusal.value) == "This text cannot be opened: it was changed, or its key was."


def test_a_code_is_made_by_its_holder_alone_and_for_one_thing():
    own = vault.code_of("person:ada", about="rounds of one")

    assert own == vault.code_of("person:ada", about="rounds of one")
    others = {
        vault.code_of("person:ada", about="rounds of two"),
        vault.code_of("person:bruno", about="rounds of one"),
    }
    assert len({own, *others}) == 3
    vault.destroy_key("person:ada")
    assert vault.code_of("person:ada", about="rounds of one") not in {own, *others}
