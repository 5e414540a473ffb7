"""How often an organisation writes to its people, and a programme's line in chat."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turnabout.foundation.accounts.chat_views import chat_page
from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.accounts.notice_forms import NumberChoice, days, hours
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.notices.pace import Pace
from turnabout.foundation.notices.preferences import set_pace
from turnabout.foundation.notices.readers import pace_in
from turnabout.foundation.trust import audit
from turnabout.foundation.trust.policy import can
from turnabout.frame.programmes.models import Programme


class PaceForm(forms.Form):
    """The pace of an organisation's mails."""

    asks = forms.IntegerField(
        label=gettext_lazy("Mails in two weeks that ask something of one person, at most"),
        help_text=gettext_lazy("Over all programmes together. What is more waits for the digest."),
        min_value=1,
        max_value=14,
    )
    quiet_from = NumberChoice(label=gettext_lazy("Quiet from"), choices=hours())
    quiet_until = NumberChoice(
        label=gettext_lazy("Quiet until"),
        help_text=gettext_lazy("In each person’s own zone. The same hour twice: never quiet."),
        choices=hours(),
    )
    rests_at_weekends = forms.BooleanField(
        label=gettext_lazy("Quiet on Saturdays and Sundays"), required=False
    )
    digest_day = NumberChoice(label=gettext_lazy("Day of the weekly mail"), choices=days())
    digest_hour = NumberChoice(label=gettext_lazy("Its hour"), choices=hours())
    fewer_when_ignored = forms.BooleanField(
        label=gettext_lazy("Longer pauses for whoever did not answer the last mails"),
        required=False,
    )


@entered
def mail_rules(request: ActorRequest) -> HttpResponse:
    """How often, and when, people are asked for something by mail."""
    if "coordinator" not in request.actor.appointments:
        raise Http404
    organisation = request.actor.person.organisation
    now_set: dict[str, Any] = vars(pace_in(organisation.public_id))
    form = PaceForm(request.POST or None, initial=now_set)
    if request.method == "POST" and form.is_valid():
        set_pace(organisation.public_id, Pace(**form.cleaned_data))
        audit.record("pace_set", about=organisation, by=request.actor.person, **form.cleaned_data)
        messages.success(request, _("Kept. It holds for every mail that has not left yet."))
        return redirect("home:mail_rules")
    return show(request, "home/mail_rules.html", form=form, status=422 if form.errors else 200)


@entered
def programme_chat(request: ActorRequest, programme: str) -> HttpResponse:
    """A channel where those who run the programme hear how much waits."""
    found = get_object_or_404(Programme.objects.visible_to(request.actor), public_id=programme)
    request.programme = found
    require(can(request.actor, "manage", found))
    return chat_page(request, found.public_id, programme=found)
