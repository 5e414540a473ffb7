"""A webhook to chat: set up, tried and taken away on one page, for a person or a programme."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.notices import chat, webhooks


class WebhookForm(forms.Form):
    """Where to write in chat."""

    address = forms.URLField(
        label=gettext_lazy("The address of the incoming webhook"),
        help_text=gettext_lazy("Made in the chat program. Whoever has it can write there."),
        assume_scheme="https",
        max_length=1000,
    )
    dialect = forms.ChoiceField(
        label=gettext_lazy("It belongs to"), choices=webhooks.Dialect.choices
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        try:
            webhooks.host_of(address)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return address


@entered
def own_chat(request: ActorRequest) -> HttpResponse:
    """One's own chat, beside mail. Only for whoever is signed in."""
    if request.actor.person is None or request.actor.scope is not None:
        raise Http404
    return chat_page(request, request.actor.person_ref, is_own=True)


def chat_page(request: ActorRequest, owner: str, **context: Any) -> HttpResponse:
    """Set up, try or take away the webhook of an owner, where the installation has chat at all."""
    if not webhooks.is_on():
        raise Http404
    hook = chat.hook_of(owner)
    form = WebhookForm(request.POST if "address" in request.POST else None)
    if request.method == "POST":
        said = _acted(request, owner, form)
        if said:
            messages.success(request, said)
            return redirect(request.path)
    return show(
        request,
        "accounts/chat.html",
        form=form,
        hook=hook,
        hosts=settings.CHAT_HOSTS,
        status=422 if form.errors else 200,
        **context,
    )


def _acted(request: ActorRequest, owner: str, form: WebhookForm) -> str:
    hook = chat.hook_of(owner)
    if form.is_bound:
        if not form.is_valid():
            return ""
        chat.set_up(owner, **form.cleaned_data)
        return _("Kept. Try it now.")
    if hook is not None and "test" in request.POST:
        chat.test(hook)
        return _("It arrived. Look into the chat.")
    chat.take_away(owner)
    return _("Nothing is posted there any more.")
