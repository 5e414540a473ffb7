from django.urls import URLPattern, path

from turnabout.together.gatherings import views

app_name = "gatherings"
urlpatterns: list[URLPattern] = [
    path("to-lead/", views.to_lead, name="to_lead"),
    path("of/<str:programme>/", views.listed, name="list"),
    path("of/<str:programme>/plan/", views.plan, name="plan"),
    path("<str:public_id>/", views.detail, name="detail"),
    path("<str:public_id>/change/", views.change, name="change"),
    path("<str:public_id>/cancel/", views.cancel, name="cancel"),
    path("<str:public_id>/attendance/", views.attendance, name="attendance"),
]
