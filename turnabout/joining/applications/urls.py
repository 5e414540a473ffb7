from django.urls import path

from turnabout.joining.applications import views

app_name = "applications"
urlpatterns = [
    path("apply/<str:public_id>/", views.apply, name="apply"),
    path("apply/<str:public_id>/next/", views.after, name="after"),
    path("apply/<str:public_id>/withdraw/", views.withdraw, name="withdraw"),
    path("apply/<str:public_id>/hours/", views.hours, name="hours"),
    path("in/<str:programme>/", views.received, name="received"),
    path("in/<str:programme>/own-words/", views.own_words, name="own_words"),
    path("own-words/<str:public_id>/", views.place, name="place"),
    path("<str:public_id>/", views.one, name="one"),
    path("<str:public_id>/decline/", views.decline, name="decline"),
    path("<str:public_id>/welcome-back/", views.welcome_back, name="welcome_back"),
]
