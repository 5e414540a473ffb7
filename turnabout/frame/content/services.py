from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.own_words import (
    KNOWN_EVERYWHERE,
    OwnWords,
    placeholders_in,
    sentences_of,
)
from turnabout.foundation.trust import audit
from turnabout.frame.content.models import (
    Completion,
    EditedLetter,
    EditedPage,
    PageVersion,
    TrainingException,
)
from turnabout.frame.content.packs import page_slugs
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes.models import Membership, Programme


@transaction.atomic
def finish_module(person: Person, slug: str) -> Completion:
    """Note that somebody finished a module. Coordinators see done or not done, nothing else."""
    if slug not in page_slugs():
        raise Refusal(_("There is no such page to finish. Open it again from your list."))
    completion, _made = Completion.objects.get_or_create(
        person=person, slug=slug, defaults={"completed_at": now()}
    )
    return completion


@transaction.atomic
def take_module_back(person: Person, slug: str) -> None:
    """Say that a module is not finished after all, as after a slip."""
    Completion.objects.filter(person=person, slug=slug).delete()


@transaction.atomic
def grant_exception(membership: Membership, *, reason: str, by: Person) -> TrainingException:
    """Let somebody begin without her training. The reason is kept, and so is who said so."""
    if not reason.strip():
        raise Refusal(_("An exception has a reason. One sentence is enough."))
    Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.training_exceptions.standing().exists():
        raise Refusal(_("This exception stands already."))
    granted = TrainingException.objects.create(
        membership=membership, reason=reason.strip(), granted_at=now(), granted_by=by
    )
    # The chain holds no words that somebody wrote.
    audit.record("training_exception_granted", about=membership, by=by)
    return granted


@transaction.atomic
def take_exception_back(exception: TrainingException, *, by: Person) -> None:
    """Ask for the training again. That there was an exception stays in the list."""
    standing = TrainingException.objects.standing().filter(pk=exception.pk)
    if not standing.update(taken_back_at=now()):
        raise Refusal(_("This exception was taken back already."))
    audit.record("training_exception_taken_back", about=exception.membership, by=by)


@transaction.atomic
def edit_page(
    organisation: Organisation,
    slug: str,
    *,
    language: str,
    title: str,
    body: str,
    by: Person,
    programme: Programme | None = None,
) -> EditedPage:
    """Put own words in the place of a shipped page, in one language, here or in one programme."""
    if slug not in page_slugs():
        raise Refusal(_("Only a page that exists can be rewritten."))
    if not title.strip() or not body.strip():
        raise Refusal(_("A page has a heading and a text. Write both."))
    page, _made = EditedPage.objects.update_or_create(
        organisation=organisation,
        programme=programme,
        slug=slug,
        language=language,
        defaults={
            "title": title.strip(),
            "body": body.strip(),
            "edited_at": now(),
            "edited_by": by,
        },
    )
    PageVersion.objects.create(
        organisation=organisation,
        programme=programme,
        slug=slug,
        language=language,
        title=page.title,
        body=page.body,
        said_at=page.edited_at,
        said_by=by,
    )
    about = programme or organisation
    audit.record("page_edited", about=about, by=by, slug=slug, language=language)
    return page


@transaction.atomic
def restore_page(
    organisation: Organisation,
    slug: str,
    *,
    language: str,
    by: Person,
    programme: Programme | None = None,
) -> None:
    """Show what was there before: the organisation's words in a programme, else the shipped."""
    pages = EditedPage.objects.filter(
        organisation=organisation, programme=programme, slug=slug, language=language
    )
    if not pages.delete()[0]:
        raise Refusal(_("This page says what was shipped already."))
    PageVersion.objects.create(
        organisation=organisation,
        programme=programme,
        slug=slug,
        language=language,
        said_at=now(),
        said_by=by,
    )
    about = programme or organisation
    audit.record("page_restored", about=about, by=by, slug=slug, language=language)


@transaction.atomic
def edit_letter(
    organisation: Organisation, kind: str, *, language: str, words: OwnWords, by: Person
) -> None:
    """Say sentences of a mail in the organisation's own words; those not told are as shipped."""
    known = {(one.where, one.sentence): one for one in sentences_of(kind)}
    for where, own in words.items():
        for sentence, text in own.items():
            found = known.get((where, sentence))
            if found is None:
                raise Refusal(_("This mail has no such sentence. Open it again."))
            unknown = unknown_placeholders(text, found.names)
            if unknown:
                raise Refusal(told_unknown(unknown, found.names))
    kept = {where: dict(own) for where, own in words.items() if own}
    if not kept:
        EditedLetter.objects.filter(
            organisation=organisation, kind=kind, language=language
        ).delete()
    else:
        EditedLetter.objects.update_or_create(
            organisation=organisation,
            kind=kind,
            language=language,
            defaults={"words": kept, "edited_at": now(), "edited_by": by},
        )
    audit.record("letter_edited", about=organisation, by=by, kind=kind, language=language)


@transaction.atomic
def restore_letter(organisation: Organisation, kind: str, *, language: str, by: Person) -> None:
    """Send the shipped words again."""
    edited = EditedLetter.objects.filter(organisation=organisation, kind=kind, language=language)
    if not edited.delete()[0]:
        raise Refusal(_("This mail says what was shipped already."))
    audit.record("letter_restored", about=organisation, by=by, kind=kind, language=language)


@transaction.atomic
def send_sample(kind: str, facts: Mapping[str, Any], *, to: Person) -> None:
    """Send somebody a mail of an invented case, to see it arrive."""
    if not to.address:
        raise Refusal(_("There is no address to send it to. Add one to your entry in the list."))
    outbox.add_sample(kind, to=to, context=dict(facts))


def unknown_placeholders(text: str, names: tuple[str, ...]) -> list[str]:
    """What stands in braces and means nothing in this sentence."""
    allowed = {*names, *KNOWN_EVERYWHERE}
    return [name for name in placeholders_in(text) if name not in allowed]


def told_unknown(unknown: list[str], names: tuple[str, ...]) -> str:
    return _("{%(name)s} means nothing here. You can use %(names)s.") % {
        "name": unknown[0],
        "names": ", ".join(f"{{{name}}}" for name in dict.fromkeys((*names, *KNOWN_EVERYWHERE))),
    }
