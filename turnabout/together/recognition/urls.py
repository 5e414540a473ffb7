from django.urls import URLPattern, path

from turnabout.together.recognition import views

app_name = "recognition"
urlpatterns: list[URLPattern] = [
    path("of/<str:public_id>/certificate/", views.certificate, name="certificate"),
    path("of/<str:public_id>/thank/", views.thank, name="thank"),
]
