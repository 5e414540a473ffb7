import pytest

from tests.factories import make_member, make_person, make_user


@pytest.fixture
def jana(cast):
    person = make_person(cast.organisation, name="Jana Roth")
    make_user(person)
    make_member(cast.programme, person, "delegate", principal=cast.bruno)
    return person
