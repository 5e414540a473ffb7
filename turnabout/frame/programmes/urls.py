from django.urls import path

from turnabout.frame.programmes import views

app_name = "programmes"
urlpatterns = [
    path("", views.overview, name="list"),
    path("new/", views.new, name="new"),
    path("invitations/<str:public_id>/", views.join, name="join"),
    path("phases/<str:public_id>/<str:act>/", views.run_phase, name="phase"),
    path("members/<str:public_id>/<str:act>/", views.change_standing, name="standing"),
    path("<str:programme>/", views.detail, name="detail"),
    path("<str:programme>/launch/", views.launch, name="launch"),
    path("<str:programme>/take-up/", views.take_up, name="take_up"),
    path("<str:programme>/members/", views.members, name="members"),
    path("<str:programme>/invite/", views.invite, name="invite"),
]
