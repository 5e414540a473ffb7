from allauth.account import views as account
from django.urls import path, re_path

from turnabout.foundation.accounts import chat_views, notice_views, views

app_name = "accounts"
urlpatterns = [
    path("go/<str:token>/", views.open_link, name="open_link"),
    path("notices/", notice_views.notices, name="notices"),
    path("notices/chat/", chat_views.own_chat, name="own_chat"),
    path("notices/preferences/", notice_views.preferences, name="preferences"),
    path("notices/fewer/<str:token>/", notice_views.fewer, name="fewer"),
    path("notices/<str:public_id>/", notice_views.open_notice, name="open_notice"),
]
sign_in_urls = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/changed/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
]
