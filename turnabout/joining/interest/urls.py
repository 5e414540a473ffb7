from django.urls import path

from turnabout.joining.interest import views

app_name = "interest"
urlpatterns = [
    path("", views.overview, name="list"),
    path("new/", views.new, name="new"),
    path("<str:public_id>/", views.answer, name="answer"),
    path("<str:public_id>/thanks/", views.thanks, name="thanks"),
    path("<str:public_id>/readout/", views.readout, name="readout"),
    path("<str:public_id>/poster/", views.poster, name="poster"),
    path("<str:public_id>/send/", views.send, name="send"),
    path("<str:public_id>/heard/", views.heard, name="heard"),
    path("<str:public_id>/close/", views.close, name="close"),
]
