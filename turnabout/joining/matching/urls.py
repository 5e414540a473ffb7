from django.urls import path

from turnabout.joining.matching import views

app_name = "matching"
urlpatterns = [
    path("in/<str:programme>/", views.overview, name="overview"),
    path("in/<str:programme>/preview/", views.preview, name="preview"),
    path("in/<str:programme>/living/", views.living, name="living"),
    path("in/<str:programme>/living/keep/", views.keep, name="keep"),
    path("runs/<str:public_id>/", views.run, name="run"),
    path("runs/<str:public_id>/stop/", views.stop, name="stop"),
    path("runs/<str:public_id>/go-on/", views.go_on, name="go_on"),
    path("runs/<str:public_id>/name/", views.rename, name="rename"),
    path("runs/<str:public_id>/without/", views.without, name="without"),
    path("runs/<str:public_id>/why/", views.why, name="why"),
    path("runs/<str:public_id>/compare/", views.compare, name="compare"),
    path("runs/<str:public_id>/approve-rest/", views.approve_rest, name="approve_rest"),
    path("runs/<str:public_id>/publish/", views.publish, name="publish"),
    path("runs/<str:public_id>/publish/suggest/", views.suggest, name="suggest"),
    path("runs/<str:public_id>/publish/undo/", views.undo, name="undo"),
    path("runs/<str:public_id>/publish/letters/<slug:name>/", views.letter, name="letter"),
    path("runs/<str:public_id>/by-hand/", views.by_hand, name="by_hand"),
    path("runs/<str:public_id>/change/<int:number>/", views.change, name="change"),
    path("proposals/<str:public_id>/approve/", views.approve, name="approve"),
    path("proposals/<str:public_id>/take-back/", views.take_back, name="take_back"),
    path("proposals/<str:public_id>/keep/", views.pin, name="pin"),
    path("proposals/<str:public_id>/never/", views.ban, name="ban"),
    path("wishes/<str:public_id>/lift/", views.lift, name="lift"),
]
