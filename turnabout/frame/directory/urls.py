from django.urls import path

from turnabout.frame.directory import views, word_views

app_name = "directory"
urlpatterns = [
    path("", views.people, name="people"),
    path("imports/", views.imports, name="imports"),
    path("import/", views.import_file, name="import_file"),
    path("import/<str:public_id>/", views.import_columns, name="import_columns"),
    path("import/<str:public_id>/check/", views.import_check, name="import_check"),
    path("import/<str:public_id>/problems.csv", views.import_problems, name="import_problems"),
    path("import/<str:public_id>/apply/", views.import_apply, name="import_apply"),
    path("import/<str:public_id>/done/", views.import_done, name="import_done"),
    path("import/<str:public_id>/undo/", views.import_undo, name="import_undo"),
    path("levels-and-places/", word_views.levels_and_places, name="levels_and_places"),
    path("<str:public_id>/", views.person, name="person"),
]
