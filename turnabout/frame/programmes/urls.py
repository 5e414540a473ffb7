from django.urls import path

from turnabout.frame.programmes import views

app_name = "programmes"
urlpatterns = [
    path("", views.overview, name="list"),
    path("new/", views.new, name="new"),
    path("priorities/", views.priorities, name="priorities"),
    path("priorities/<str:public_id>/<str:act>/", views.change_priority, name="priority"),
    path("presets/", views.own_presets, name="presets"),
    path("presets/<str:public_id>/", views.own_preset, name="preset"),
    path("invitations/<str:public_id>/", views.join, name="join"),
    path("phases/<str:public_id>/", views.phase_page, name="phase_page"),
    path("phases/<str:public_id>/<str:act>/", views.run_phase, name="phase"),
    path("initiatives/<str:public_id>/<str:act>/", views.change_initiative, name="initiative"),
    path("members/<str:public_id>/<str:act>/", views.change_standing, name="standing"),
    path("<str:programme>/", views.detail, name="detail"),
    path("<str:programme>/launch/", views.launch, name="launch"),
    path("<str:programme>/take-up/", views.take_up, name="take_up"),
    path("<str:programme>/preset/<slug:slug>/", views.take_preset, name="take_preset"),
    path("<str:programme>/readiness/", views.readiness, name="readiness"),
    path("<str:programme>/initiatives/", views.initiatives, name="initiatives"),
    path("<str:programme>/rules/", views.rules, name="rules"),
    path("<str:programme>/keep-preset/", views.keep_preset, name="keep_preset"),
    path("<str:programme>/wave/", views.wave, name="wave"),
    path("<str:programme>/guidelines/", views.guidance, name="guidance"),
    path("<str:programme>/briefing/", views.briefing, name="briefing"),
    path("<str:programme>/guests/", views.guests, name="guests"),
    path("<str:programme>/guests/<str:guest>/remove/", views.remove_guest, name="remove_guest"),
    path("<str:programme>/our-people/", views.guest_people, name="guest_people"),
    path("<str:programme>/members/", views.members, name="members"),
    path("<str:programme>/invite/", views.invite, name="invite"),
]
