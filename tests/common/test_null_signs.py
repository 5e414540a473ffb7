import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from turnabout.foundation.common.middleware import without_null_signs


def test_a_null_sign_that_is_sent_is_not_read():
    read = []

    def view(request):
        read.append(request.POST.dict())
        return HttpResponse()

    sent = RequestFactory().post("/any/", {"name": "A\0da", "note": "plain"})
    without_null_signs(view)(sent)

    assert read == [{"name": "Ada", "note": "plain"}]


def test_there_is_nothing_at_an_address_with_a_null_sign():
    with pytest.raises(Http404):
        without_null_signs(lambda request: HttpResponse())(RequestFactory().get("/any/%00/"))
