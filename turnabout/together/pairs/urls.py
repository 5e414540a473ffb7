from django.urls import URLPattern, path

from turnabout.together.pairs import views

app_name = "pairs"
urlpatterns: list[URLPattern] = [
    path("of/<str:programme>/", views.overview, name="list"),
    path("goals/<str:public_id>/met/", views.goal_met, name="goal_met"),
    path("goals/<str:public_id>/drop/", views.goal_drop, name="goal_drop"),
    path("goals/<str:public_id>/", views.goal, name="goal"),
    path("goals/<str:public_id>/revise/", views.goal_revise, name="goal_revise"),
    path("goals/<str:public_id>/next/", views.goal_unmet, name="goal_unmet"),
    path("goals/<str:public_id>/rung/", views.goal_rung, name="goal_rung"),
    path("steps/<str:public_id>/done/", views.step_done, name="step_done"),
    path("comments/<str:public_id>/settle/", views.comment_settle, name="comment_settle"),
    path("heard/<str:public_id>/", views.commitment, name="commitment"),
    path("heard/<str:public_id>/another-day/", views.commitment_put_off, name="commitment_put_off"),
    path("heard/<str:public_id>/mattered/", views.mattered, name="mattered"),
    path("notes/<str:public_id>/erase/", views.note_erase, name="note_erase"),
    path("<str:public_id>/", views.detail, name="detail"),
    path("<str:public_id>/answer/", views.answer, name="answer"),
    path("<str:public_id>/agreement/", views.agreement, name="agreement"),
    path("<str:public_id>/agreement/write/", views.agreement_write, name="agreement_write"),
    path("<str:public_id>/agreement/sign/", views.agreement_sign, name="agreement_sign"),
    path("<str:public_id>/agreement/stands/", views.agreement_stands, name="agreement_stands"),
    path(
        "<str:public_id>/agreement/<slug:clause>/comment/",
        views.agreement_comment,
        name="agreement_comment",
    ),
    path("<str:public_id>/goals/", views.goals, name="goals"),
    path("<str:public_id>/goals/path/", views.goals_from_path, name="goals_from_path"),
    path("<str:public_id>/progress/", views.progress, name="progress"),
    path("<str:public_id>/both-ways/", views.both_ways, name="both_ways"),
    path("<str:public_id>/heard/", views.hear, name="hear"),
    path("<str:public_id>/notes/", views.notes, name="notes"),
    path("<str:public_id>/way-in/", views.way_in, name="way_in"),
    path("<str:public_id>/leave/", views.leave, name="leave"),
    path("<str:public_id>/pause/", views.pause, name="pause"),
    path("<str:public_id>/resume/", views.resume, name="resume"),
    path("<str:public_id>/end/", views.end, name="end"),
]
