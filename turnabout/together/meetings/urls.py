from django.urls import URLPattern, path

from turnabout.together.meetings import views

app_name = "meetings"
urlpatterns: list[URLPattern] = [
    path("to-arrange/", views.delegate, name="delegate"),
    path("of/<str:public_id>/book/", views.book, name="book"),
    path("<str:public_id>/move/", views.move, name="move"),
    path("<str:public_id>/held/", views.held, name="held"),
    path("<str:public_id>/devices/", views.devices, name="devices"),
    path("<str:public_id>/session.ics", views.calendar, name="calendar"),
]
