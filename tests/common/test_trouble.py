from django.db import OperationalError
from django.test import Client

from turnabout.foundation.common import views


def test_a_visitor_hears_when_the_database_is_away_and_when_to_come_back(monkeypatch):
    def away(*_arguments, **_options):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(views, "sheet_context", away)

    answer = Client(raise_request_exception=False).get("/design/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")


def test_a_visitor_hears_when_something_broke_here(monkeypatch):
    def broken(*_arguments, **_options):
        raise KeyError("surprise")

    monkeypatch.setattr(views, "sheet_context", broken)

    answer = Client(raise_request_exception=False).get("/design/")

    assert answer.status_code == 500
    assert b"surprise" not in answer.content
