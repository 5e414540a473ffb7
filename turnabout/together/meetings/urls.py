from django.urls import URLPattern, path

from turnabout.together.meetings import calendar_views, kind_views, views

app_name = "meetings"
urlpatterns: list[URLPattern] = [
    path("to-arrange/", views.delegate, name="delegate"),
    path("my-calendar/", calendar_views.my_calendar, name="my_calendar"),
    path("feed/<str:secret>.ics", calendar_views.feed, name="feed"),
    path("of/<str:public_id>/book/", views.book, name="book"),
    path("<str:public_id>/move/", views.move, name="move"),
    path("<str:public_id>/held/", views.held, name="held"),
    path("<str:public_id>/kind/", kind_views.kind, name="kind"),
    path("<str:public_id>/devices/", views.devices, name="devices"),
    path("<str:public_id>/session.ics", views.calendar, name="calendar"),
]
