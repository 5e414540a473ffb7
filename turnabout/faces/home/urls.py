from django.urls import path

from turnabout.faces.home import mail_rules, mail_views, views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("first-run/", views.first_run, name="first_run"),
    path("begin/", views.begin, name="begin"),
    path("today/<str:programme>/", views.today, name="today"),
    path("participation/<str:programme>/", views.participation, name="participation"),
    path("audit/<str:programme>/", views.audit, name="audit"),
    path("mail-rules/", mail_rules.mail_rules, name="mail_rules"),
    path("chat/<str:programme>/", mail_rules.programme_chat, name="chat"),
    path("owner/", views.owner, name="owner"),
    path("owner/retry/", views.retry_mails, name="retry_mails"),
    path("who-sees-what/", views.who_sees_what, name="who_sees_what"),
    path("demo/mail/", mail_views.mails, name="mails"),
    path("demo/mail/<str:public_id>/", mail_views.mail, name="mail"),
    path("demo/mail/<str:public_id>/html/", mail_views.mail_html, name="mail_html"),
    path("demo/mail/<str:public_id>/source/", mail_views.mail_source, name="mail_source"),
]
