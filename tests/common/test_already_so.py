"""What holds already is said where the person was, and refused where there is no such place."""

from django.urls import reverse

from tests.topics.doors import furnish
from turnabout.frame.topics.models import Topic


def test_a_second_tap_lands_on_the_same_page_with_a_sentence(cast, as_person):
    class World:
        organisation, things = cast.organisation, {}

    furnish(World)
    topic = World.things["topic"]
    chidi = as_person(cast.chidi)
    act = reverse("topics:change", args=[topic.public_id, "retire"])
    page = "http://testserver" + reverse("topics:catalogue")
    chidi.post(act, headers={"Referer": page})

    again = chidi.post(act, headers={"Referer": page}, follow=True)
    swapped = chidi.post(act, headers={"Referer": page, "HX-Request": "true"})
    from_nowhere = chidi.post(act)

    assert (again.status_code, again.redirect_chain[0][0]) == (200, reverse("topics:catalogue"))
    assert "This topic is no longer offered already." in again.content.decode()
    assert (swapped.status_code, from_nowhere.status_code) == (409, 409)
    assert Topic.objects.exclude(retired_at=None).count() == 1
