import logging

import pytest
from django.conf import settings

from turnabout.foundation.common.log_lines import HidesLinks

HIDDEN = {
    "/go/WyJzaWduLWluIl0~1x~abc/": "/go/…/",
    "/account/password/key/1a-c4f-99/": "/account/password/key/…/",
    "/demo/as/owner-77aa/": "/demo/as/…/",
    "/pairs/8sd7f6/": "/pairs/8sd7f6/",
}


@pytest.mark.parametrize("path", HIDDEN)
def test_a_log_line_of_a_refused_link_opens_nothing(path):
    record = logging.LogRecord("x", logging.WARNING, "", 0, "%s: %s", ("Conflict", path), None)

    assert HidesLinks().filter(record)
    assert record.getMessage() == f"Conflict: {HIDDEN[path]}"


def test_every_handler_of_the_log_hides_links():
    handlers = settings.LOGGING["handlers"].values()

    assert [handler["filters"] for handler in handlers] == [["links"]] * len(handlers)
