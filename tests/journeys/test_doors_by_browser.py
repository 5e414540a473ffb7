"""The sign-in page, as somebody meets it who is not signed in."""


def test_a_visitor_who_is_not_signed_in_is_led_to_the_door(visit):
    visitor = visit("phone-light")

    visitor.goes_to("/")

    assert visitor.heading == "Good to see you"
    assert visitor.complaints == []
