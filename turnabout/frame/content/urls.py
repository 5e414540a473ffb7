from django.urls import path

from turnabout.frame.content import editing_views, texts_views, views

app_name = "content"
LETTER = "letters/<slug:room>/<slug:name>/"
urlpatterns = [
    path("texts/", texts_views.texts, name="texts"),
    path("texts/<slug:kind>/", texts_views.one_text, name="own_text"),
    path("versions/<str:public_id>/", texts_views.version, name="version"),
    path("pages/", editing_views.pages, name="pages"),
    path("letters/", editing_views.all_letters, name="letters"),
    path(LETTER, editing_views.letter, name="letter"),
    path(f"{LETTER}preview/", editing_views.letter_preview, name="letter_preview"),
    path(f"{LETTER}restore/", editing_views.restore_letter, name="restore_letter"),
    path(f"{LETTER}try/", editing_views.try_letter, name="try_letter"),
    path("edit/<path:slug>/", editing_views.edit_page, name="edit_page"),
    path("restore/<path:slug>/", editing_views.restore_page, name="restore_page"),
    path("mine/", views.reading, name="reading"),
    path("library/", views.library, name="library"),
    path("training-of/<str:programme>/", views.members_training, name="training"),
    path("exceptions/of/<str:public_id>/", views.excuse, name="excuse"),
    path(
        "exceptions/<str:public_id>/take-back/",
        views.take_exception_back,
        name="take_exception_back",
    ),
    path("finished/<path:slug>/", views.finish, name="finish"),
    path("<path:slug>/", views.page, name="page"),
]
