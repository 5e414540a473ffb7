from django.urls import path

from turnabout.joining.applications.views import applying, choosing, promises, received

app_name = "applications"
urlpatterns = [
    path("apply/<str:public_id>/", applying.apply, name="apply"),
    path("apply/<str:public_id>/receipt/", applying.receipt, name="receipt"),
    path("apply/<str:public_id>/next/", applying.after, name="after"),
    path("apply/<str:public_id>/promises/", promises.promises, name="promises"),
    path("apply/<str:public_id>/withdraw/", applying.withdraw, name="withdraw"),
    path("apply/<str:public_id>/hours/", applying.hours, name="hours"),
    path("in/<str:programme>/", received.received, name="received"),
    path("in/<str:programme>/own-words/", received.own_words, name="own_words"),
    path("in/<str:programme>/choosing/", choosing.overview, name="choosing"),
    path("in/<str:programme>/offers/", choosing.offers, name="offers"),
    path("in/<str:programme>/places/", choosing.places, name="places"),
    path("promises/<slug:name>/", promises.ask_again, name="ask_again"),
    path("own-words/<str:public_id>/", received.place, name="place"),
    path("time/<str:public_id>/", choosing.answer_time, name="time"),
    path("place/<str:public_id>/", choosing.place_offer, name="place_offer"),
    path("<str:public_id>/", received.one, name="one"),
    path("<str:public_id>/read/", choosing.read, name="read"),
    path("<str:public_id>/talk/", choosing.talk, name="talk"),
    path("<str:public_id>/decide/", choosing.decide, name="decide"),
    path("<str:public_id>/ask-for-time/", choosing.ask_for_time, name="ask_for_time"),
]
