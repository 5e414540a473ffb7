from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.content.models import Completion, EditedPage
from turnabout.frame.content.packs import page_slugs
from turnabout.frame.directory.models import Organisation, Person


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
def edit_page(
    organisation: Organisation, slug: str, *, language: str, title: str, body: str, by: Person
) -> EditedPage:
    """Put an organisation's own words in the place of a shipped page, in one language."""
    if slug not in page_slugs():
        raise Refusal(_("Only a page that exists can be rewritten."))
    if not title.strip() or not body.strip():
        raise Refusal(_("A page has a heading and a text. Write both."))
    page, _made = EditedPage.objects.update_or_create(
        organisation=organisation,
        slug=slug,
        language=language,
        defaults={
            "title": title.strip(),
            "body": body.strip(),
            "edited_at": now(),
            "edited_by": by,
        },
    )
    audit.record("page_edited", about=organisation, by=by, slug=slug, language=language)
    return page


@transaction.atomic
def restore_page(organisation: Organisation, slug: str, *, language: str, by: Person) -> None:
    """Show the shipped words again."""
    pages = EditedPage.objects.filter(organisation=organisation, slug=slug, language=language)
    if not pages.delete()[0]:
        raise Refusal(_("This page says what was shipped already."))
    audit.record("page_restored", about=organisation, by=by, slug=slug, language=language)
