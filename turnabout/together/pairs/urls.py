from django.urls import URLPattern, path

from turnabout.together.pairs import views

app_name = "pairs"
urlpatterns: list[URLPattern] = [
    path("of/<str:programme>/", views.overview, name="list"),
    path("goals/<str:public_id>/met/", views.goal_met, name="goal_met"),
    path("goals/<str:public_id>/drop/", views.goal_drop, name="goal_drop"),
    path("heard/<str:public_id>/", views.commitment, name="commitment"),
    path("heard/<str:public_id>/mattered/", views.mattered, name="mattered"),
    path("notes/<str:public_id>/erase/", views.note_erase, name="note_erase"),
    path("<str:public_id>/", views.detail, name="detail"),
    path("<str:public_id>/answer/", views.answer, name="answer"),
    path("<str:public_id>/agreement/", views.agreement, name="agreement"),
    path("<str:public_id>/agreement/write/", views.agreement_write, name="agreement_write"),
    path("<str:public_id>/agreement/sign/", views.agreement_sign, name="agreement_sign"),
    path("<str:public_id>/goals/", views.goals, name="goals"),
    path("<str:public_id>/heard/", views.hear, name="hear"),
    path("<str:public_id>/notes/", views.notes, name="notes"),
    path("<str:public_id>/way-in/", views.way_in, name="way_in"),
    path("<str:public_id>/leave/", views.leave, name="leave"),
    path("<str:public_id>/pause/", views.pause, name="pause"),
    path("<str:public_id>/ready/", views.ready, name="ready"),
    path("<str:public_id>/end/", views.end, name="end"),
    path("<str:public_id>/close/", views.close, name="close"),
    path("<str:public_id>/next/", views.what_next, name="next"),
    path("<str:public_id>/third/", views.third, name="third"),
    path("third/<str:public_id>/withdraw/", views.third_withdraw, name="third_withdraw"),
    path("third/<str:public_id>/settle/", views.third_settle, name="third_settle"),
    path("<str:public_id>/care/", views.care, name="care"),
    path("<str:public_id>/care/pause/", views.care_pause, name="care_pause"),
    path("<str:public_id>/care/end/", views.care_end, name="care_end"),
]
