from django.urls import path

from turnabout.joining.matching import views

app_name = "matching"
urlpatterns = [
    path("in/<str:programme>/", views.overview, name="overview"),
    path("runs/<str:public_id>/", views.run, name="run"),
    path("runs/<str:public_id>/why/", views.why, name="why"),
    path("runs/<str:public_id>/compare/", views.compare, name="compare"),
    path("runs/<str:public_id>/approve-rest/", views.approve_rest, name="approve_rest"),
    path("runs/<str:public_id>/publish/", views.publish, name="publish"),
    path("proposals/<str:public_id>/approve/", views.approve, name="approve"),
    path("proposals/<str:public_id>/take-back/", views.take_back, name="take_back"),
    path("proposals/<str:public_id>/keep/", views.pin, name="pin"),
    path("proposals/<str:public_id>/never/", views.ban, name="ban"),
    path("wishes/<str:public_id>/lift/", views.lift, name="lift"),
]
