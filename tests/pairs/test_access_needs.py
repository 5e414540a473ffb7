"""What makes it easier for somebody to take part, on the page of her pair."""

import pytest
from django.urls import reverse

from tests.applications.factories import furnish_organisation
from tests.pairs.factories import make_signed_pair
from turnabout.joining.applications.answers import StepSaid
from turnabout.joining.applications.services import begin_application, save_step


@pytest.mark.parametrize("shows", [True, False])
def test_the_partner_reads_access_needs_only_where_the_box_is_ticked(cast, as_person, shows):
    furnish_organisation(cast.organisation)
    pair = make_signed_pair(cast)
    said = StepSaid(open={"access_needs": "Captions, please."}, shows_access_needs=shows)
    save_step(begin_application(pair.mentor_membership), said, step=3)
    detail = reverse("pairs:detail", args=[pair.public_id])

    page = as_person(pair.mentee).get(detail).content.decode()

    assert ("Captions, please." in page) is shows
