from django.urls import path

from turnabout.joining.interest.views import explaining, news, polls

app_name = "interest"
urlpatterns = [
    path("", polls.overview, name="list"),
    path("new/", polls.new, name="new"),
    path("news/", news.overview, name="news"),
    path("news/mine/", news.mine, name="my_news"),
    path("news/no-more/", news.quiet, name="quiet"),
    path("news/<str:public_id>/", news.check, name="news_check"),
    path("news/<str:public_id>/discard/", news.discard, name="news_discard"),
    path("<str:public_id>/", polls.answer, name="answer"),
    path("<str:public_id>/thanks/", polls.thanks, name="thanks"),
    path("<str:public_id>/benefits/", explaining.benefits, name="benefits"),
    path("<str:public_id>/hear-more/", news.join, name="news_join"),
    path("<str:public_id>/readout/", polls.readout, name="readout"),
    path("<str:public_id>/explain/", explaining.explain, name="explain"),
    path("<str:public_id>/again/", explaining.again, name="again"),
    path("<str:public_id>/poster/", polls.poster, name="poster"),
    path("<str:public_id>/send/", polls.send, name="send"),
    path("<str:public_id>/heard/", polls.heard, name="heard"),
    path("<str:public_id>/close/", polls.close, name="close"),
]
