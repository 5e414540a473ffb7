from django.urls import URLPattern, path

from turnabout.together.meetings import (
    calendar_views,
    kind_views,
    moving_views,
    time_views,
    views,
)

app_name = "meetings"
urlpatterns: list[URLPattern] = [
    path("to-arrange/", views.delegate, name="delegate"),
    path("my-calendar/", calendar_views.my_calendar, name="my_calendar"),
    path("feed/<str:secret>.ics", calendar_views.feed, name="feed"),
    path("my-time/", time_views.my_time, name="my_time"),
    path("holidays/", time_views.holidays, name="holidays"),
    path("in/<str:programme>/dates/", time_views.dates, name="dates"),
    path("of/<str:public_id>/book/", views.book, name="book"),
    path("of/<str:public_id>/where/", moving_views.where, name="where"),
    path("<str:public_id>/move/", views.move, name="move"),
    path("<str:public_id>/times/", moving_views.times, name="times"),
    path("<str:public_id>/cannot-come/", moving_views.cannot_come, name="cannot_come"),
    path("<str:public_id>/notes-taken/", moving_views.notes_taken, name="notes_taken"),
    path("<str:public_id>/goals/", moving_views.purpose, name="purpose"),
    path("<str:public_id>/held/", views.held, name="held"),
    path("<str:public_id>/kind/", kind_views.kind, name="kind"),
    path("<str:public_id>/devices/", views.devices, name="devices"),
    path("<str:public_id>/session.ics", views.calendar, name="calendar"),
]
