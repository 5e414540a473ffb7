"""Training: which modules somebody does, whether she has finished, and who may begin without."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from turnabout.frame.content.models import Completion, TrainingException
from turnabout.frame.content.packs import Page, load_page, page_slugs
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership, Programme

FOLDER = "training/"
# Words without a programme are those of a reverse one.
REVERSE = "mentor_junior"
SIDES = ("mentor", "mentee")


def modules_for(role: str, language: str, programme: Programme | None = None) -> list[Page]:
    """The training pages that somebody in this role does in a programme, in their order."""
    direction = programme.settings.get("direction", REVERSE) if programme else REVERSE
    preset = programme.preset if programme else ""
    pages = (load_page(slug, language) for slug in page_slugs() if slug.startswith(FOLDER))
    return [page for page in pages if page.role == role and page.fits(direction, preset)]


def has_gate(programme: Programme) -> bool:
    """Whether the first session of each pair waits for the training of both."""
    return bool(programme.settings.get("training_gate", False))


def finished_slugs(person: Person) -> frozenset[str]:
    return frozenset(Completion.objects.filter(person=person).values_list("slug", flat=True))


def unfinished(memberships: Sequence[Membership], language: str) -> dict[int, list[Page]]:
    """The modules that each member has not finished, by membership; none for who is excused.

    Needs `programme` on each membership.
    """
    excused = set(
        TrainingException.objects.standing()
        .filter(membership__in=memberships)
        .values_list("membership_id", flat=True)
    )
    done = _finished_by({member.person_id for member in memberships})
    return {
        member.pk: []
        if member.pk in excused
        else [
            page
            for page in modules_for(member.role, language, member.programme)
            if page.slug not in done.get(member.person_id, ())
        ]
        for member in memberships
    }


@dataclass(frozen=True)
class Standing:
    """What a coordinator sees of the training of one person: done or not done."""

    membership: Membership
    is_done: bool
    exception: TrainingException | None

    @property
    def is_open(self) -> bool:
        """Whether the first session of this person still waits."""
        return not self.is_done and self.exception is None


def standings_in(programme: Programme) -> list[Standing]:
    """Both sides of a programme, those who have not finished first."""
    members = list(
        Membership.objects.active()
        .filter(programme=programme, role__in=SIDES)
        .select_related("person")
        .order_by("person__name", "pk")
    )
    asked = {role: {page.slug for page in modules_for(role, "en", programme)} for role in SIDES}
    exceptions = {
        row.membership_id: row
        for row in TrainingException.objects.standing().filter(membership__programme=programme)
    }
    done = _finished_by({member.person_id for member in members})
    told = [
        Standing(
            membership=member,
            is_done=asked[member.role] <= done.get(member.person_id, set()),
            exception=exceptions.get(member.pk),
        )
        for member in members
    ]
    return sorted(told, key=lambda one: one.is_done)


def _finished_by(people: Collection[int]) -> dict[int, set[str]]:
    done: dict[int, set[str]] = {}
    rows = Completion.objects.filter(person__in=people).values_list("person_id", "slug")
    for person, slug in rows:
        done.setdefault(person, set()).add(slug)
    return done
