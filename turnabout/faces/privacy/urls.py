from django.urls import path

from turnabout.faces.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.own, name="own"),
    path("copy/", views.copy, name="copy"),
    path("way-in/", views.way_in, name="way_in"),
    path("erase/", views.ask, name="ask"),
    path("keep/", views.withdraw, name="withdraw"),
    path("asks/", views.asks, name="asks"),
    path("people/<str:public_id>/", views.erase, name="erase"),
]
