from django.urls import path

from turnabout.frame.questions import views

app_name = "questions"
urlpatterns = [
    path("", views.sets, name="sets"),
    path("<str:public_id>/", views.one_set, name="set"),
    path("<str:public_id>/add/", views.add, name="add"),
    path("<str:public_id>/preview/", views.preview, name="preview"),
    path("<str:public_id>/as-asked/", views.as_asked, name="as_asked"),
    path("<str:public_id>/copy/", views.copy, name="copy"),
    path("<str:public_id>/restore/", views.restore, name="restore"),
    path("<str:public_id>/<slug:key>/", views.question, name="question"),
    path("<str:public_id>/<slug:key>/<slug:act>/", views.act, name="act"),
]
