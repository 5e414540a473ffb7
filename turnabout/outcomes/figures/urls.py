from django.urls import path

from turnabout.outcomes.figures import views

app_name = "figures"
urlpatterns = [
    path("<str:programme>/", views.sponsor, name="sponsor"),
    path("<str:programme>/publish/", views.publish, name="publish"),
]
