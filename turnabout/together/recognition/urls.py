from django.urls import URLPattern, path

from turnabout.together.recognition import views

app_name = "recognition"
urlpatterns: list[URLPattern] = [
    path("offers/", views.offers, name="offers"),
    path("offers/of/<str:programme>/", views.offer, name="offer"),
    path("offers/<str:public_id>/ask/", views.ask, name="ask"),
    path("offers/<str:public_id>/end/", views.end, name="end"),
    path("asks/<str:public_id>/answer/", views.answer, name="answer"),
    path("of/<str:public_id>/certificate/", views.certificate, name="certificate"),
    path("of/<str:public_id>/thank/", views.thank, name="thank"),
]
