from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.own_texts import own_text, version_of
from turnabout.foundation.common.time import now
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.own_words import (
    KNOWN_EVERYWHERE,
    OwnWords,
    brace_alone_in,
    placeholders_in,
    sentences_of,
)
from turnabout.foundation.trust import audit
from turnabout.frame.content import versions
from turnabout.frame.content.models import (
    Completion,
    EditedLetter,
    EditedPage,
    TextVersion,
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
        raise AlreadySo(_("This exception stands already."))
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
        raise AlreadySo(_("This exception was taken back already."))
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
    about = programme or organisation
    said = {"title": page.title, "body": page.body}
    _keep(organisation, versions.of_page(slug, programme), {language: said}, by=by)
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
        raise AlreadySo(_("This page says what was shipped already."))
    about = programme or organisation
    _keep(organisation, versions.of_page(slug, programme), {language: {}}, by=by)
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
            wrong = wrong_braces(text, found.names)
            if wrong:
                raise Refusal(wrong)
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
    # Subject and body are apart in a mail; a version names each sentence once.
    said = {f"{where}:{one}": text for where, own in kept.items() for one, text in own.items()}
    _keep(organisation, versions.of_letter(kind), {language: said}, by=by)
    audit.record("letter_edited", about=organisation, by=by, kind=kind, language=language)


@transaction.atomic
def restore_letter(organisation: Organisation, kind: str, *, language: str, by: Person) -> None:
    """Send the shipped words again."""
    edited = EditedLetter.objects.filter(organisation=organisation, kind=kind, language=language)
    if not edited.delete()[0]:
        raise AlreadySo(_("This mail says what was shipped already."))
    _keep(organisation, versions.of_letter(kind), {language: {}}, by=by)
    audit.record("letter_restored", about=organisation, by=by, kind=kind, language=language)


@transaction.atomic
def say_in_own_words(
    organisation: Organisation,
    kind: str,
    *,
    language: str,
    words: Mapping[str, str],
    by: Person,
    programme: Programme | None = None,
) -> bool:
    """Say sentences of a declared text in own words. Tells whether anything became new.

    A sentence left empty, or as it was shipped, is the shipped one. In a programme it is what all
    programmes say.
    """
    try:
        declared = versions.text_in(kind, organisation, programme)
    except KeyError:
        raise Refusal(
            _("This text is the same in every programme. Change it for all of them.")
        ) from None
    slots = {slot.key: slot for slot in declared.slots()}
    if words.keys() - slots.keys():
        raise Refusal(_("This text has no such sentence. Open it again."))
    own = {}
    for key, sentence in words.items():
        wrong = wrong_braces(sentence, slots[key].names, everywhere=())
        if wrong:
            raise Refusal(wrong)
        if sentence.strip() and sentence.strip() != slots[key].shipped_in(language):
            own[key] = sentence.strip()
    # Two who edit at the same moment take turns.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    kept_as = versions.of_text(kind, programme)
    now_said = version_of(organisation.pk, kept_as).words
    said = {code: dict(one) for code, one in {**now_said, language: own}.items() if one}
    if said == now_said:
        return False
    _keep(organisation, kept_as, said, by=by)
    declared.kept(said)
    about = programme or organisation
    audit.record("text_changed", about=about, by=by, kind=kind, language=language)
    return True


@transaction.atomic
def bring_back(version: TextVersion, *, by: Person) -> None:
    """Say again what an earlier version said, as a new version."""
    organisation, kind, words = version.organisation, version.kind, version.words
    place, _colon, name = kind.partition(":")
    if place == "page":
        slug, programme = versions.place_of(version)
        for language, said in words.items():
            if said:
                edit_page(organisation, slug, language=language, by=by, programme=programme, **said)
            else:
                restore_page(organisation, slug, language=language, by=by, programme=programme)
    elif place == "letter":
        for language, said in words.items():
            own: dict[str, dict[str, str]] = {}
            for key, text in said.items():
                where, _colon, sentence = key.partition(":")
                own.setdefault(where, {})[sentence] = text
            edit_letter(organisation, name, language=language, words=own, by=by)
    else:
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        if version_of(organisation.pk, kind).words == words:
            raise AlreadySo(_("This is what it says already."))
        _keep(organisation, kind, words, by=by)
        own_text(versions.place_of(version)[0], organisation.pk).kept(words)
        audit.record("text_changed", about=organisation, by=by, kind=kind)


@transaction.atomic
def send_sample(kind: str, facts: Mapping[str, Any], *, to: Person) -> None:
    """Send somebody a mail of an invented case, to see it arrive."""
    if not to.address:
        raise Refusal(_("There is no address to send it to. Add one to your entry in the list."))
    outbox.add_sample(kind, to=to, context=dict(facts))


def wrong_braces(
    text: str, names: tuple[str, ...], everywhere: tuple[str, ...] = KNOWN_EVERYWHERE
) -> str:
    """What is wrong with the braces of a sentence: one stands alone, or means nothing here."""
    known = dict.fromkeys((*names, *everywhere))
    alone = brace_alone_in(text)
    if alone:
        return _("The brace in “%(words)s” stands alone. Close it, or leave it out.") % {
            "words": alone
        }
    unknown = [name for name in placeholders_in(text) if name not in known]
    if not unknown:
        return ""
    if not known:
        return _("{%(name)s} means nothing here. Write it out.") % {"name": unknown[0]}
    return _("{%(name)s} means nothing here. You can use %(names)s.") % {
        "name": unknown[0],
        "names": ", ".join(f"{{{name}}}" for name in known),
    }


def _keep(
    organisation: Organisation, kind: str, words: Mapping[str, Mapping[str, str]], *, by: Person
) -> None:
    """Add what is said from now on to what was said before."""
    latest = TextVersion.objects.filter(organisation=organisation, kind=kind).first()
    TextVersion.objects.create(
        organisation=organisation,
        kind=kind,
        number=latest.number + 1 if latest else 1,
        words=words,
        made_at=now(),
        made_by=by,
    )
