from django.urls import path

from turnabout.faces.rehearsal import views

app_name = "rehearsal"
urlpatterns = [
    path("try-out/<str:programme>/", views.try_out, name="try_out"),
    path("on-list/<str:programme>/", views.on_list, name="on_list"),
    path("as/<str:token>/", views.enter_as, name="enter_as"),
]
