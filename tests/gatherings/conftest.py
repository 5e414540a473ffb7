import pytest

from tests.factories import MONDAY
from tests.gatherings.factories import make_facilitator
from turnabout.foundation.common.time import clock


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


@pytest.fixture
def femi(cast):
    return make_facilitator(cast)
