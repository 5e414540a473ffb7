from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.emails import password_link
from turnabout.foundation.accounts.links import LinkPurpose, leads_to
from turnabout.foundation.accounts.models import User
from turnabout.foundation.common.role_words import said_as
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import Manner, describes
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import LinkWanted, still_wanted
from turnabout.foundation.notices.rendering import Sample, sample_to
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.programmes.sides import role_words_in

JUNIORS_MENTOR = "mentor_junior"
APPLY, JOIN = "apply", "join"
INVITATION = "programmes/invitation"
WELCOME = "programmes/welcome"
WELCOME_DAYS = 7
APPLYING_ROLES = (Membership.Role.MENTOR, Membership.Role.MENTEE)


def link_purpose_for(role: str) -> str:
    """Mentors and mentees apply; every other role is taken up by one tap."""
    return APPLY if role in APPLYING_ROLES else JOIN


def send_invitation(membership: Membership, *, by: Person) -> None:
    """Invite somebody into a role, with the link that takes it up."""
    purpose = link_purpose_for(membership.role)
    outbox.add(
        INVITATION,
        to=membership.person,
        about=membership,
        context=invitation_context(membership, by=by),
        links={"action_url": LinkWanted(purpose, membership.public_id)},
        dedupe=f"invitation:{membership.public_id}",
    )


def invitation_context(membership: Membership, *, by: Person) -> dict[str, str | int]:
    """The words of an invitation that depend on its programme; the sample uses the same."""
    programme = membership.programme
    return {
        "programme_name": programme.name,
        "organisation_name": programme.organisation.name,
        "aim": programme.aim,
        "role": membership.role,
        "direction": programme.settings.get("direction", JUNIORS_MENTOR),
        "invited_by": by.name,
        "principal_name": membership.principal.name if membership.principal else "",
        "sessions": programme.sessions,
        "session_minutes": programme.session_minutes,
        "gap_weeks": max(round(programme.gap_days / 7), 1),
    }


def send_welcome(membership: Membership, user: User) -> None:
    """Tell somebody who took up a role how to come in: by a password of her own choosing."""
    programme = membership.programme
    outbox.add(
        WELCOME,
        to=membership.person,
        about=membership,
        context={
            "programme_name": programme.name,
            "organisation_name": programme.organisation.name,
        },
        links={"action_url": password_link(user, days=WELCOME_DAYS)},
        dedupe=f"welcome:{user.public_id}",
    )


def send_nobody_runs_it(programme: Programme) -> None:
    """Tell those who can take a programme up, and the owners, that nobody runs it any more."""
    for person in Person.objects.able_to_take_up(programme.organisation_id):
        outbox.add(
            "programmes/nobody-runs-it",
            to=person,
            about=programme,
            context={
                "programme_name": programme.name,
                "organisation_name": programme.organisation.name,
                "programmes_path": reverse("programmes:list"),
            },
        )


def sample_invitation(
    programme: Programme, person: Person, *, role: str, principal: Person | None, by: Person
) -> Sample:
    """The letter that this person would get, for the coordinator to read before it leaves."""
    unsaved = Membership(programme=programme, person=person, role=role, principal=principal)
    with said_as(role_words_in(programme)):
        return sample_to(
            INVITATION,
            invitation_context(unsaved, by=by),
            recipient=person.public_id,
            name=person.name,
            language=person.language or programme.organisation.language,
        )


@still_wanted(INVITATION)
def is_still_invited(message: OutboxMessage) -> bool:
    return Membership.objects.current().filter(public_id=message.about, accepted_at=None).exists()


@leads_to(JOIN)
def to_join(link: LinkPurpose) -> str:
    return reverse("programmes:join", args=[link.about])


def _samples() -> dict[str, dict[str, str | int]]:
    facts: dict[str, str | int] = {
        "aim": str(_("Decide with those who know")),
        "direction": JUNIORS_MENTOR,
        "invited_by": "Chidi Okafor",
        "principal_name": "Bruno Keller",
        "sessions": 8,
        "session_minutes": 60,
        "gap_weeks": 3,
    }
    first_asked = sorted(Membership.Role, key=lambda role: role not in APPLYING_ROLES)
    return {str(role.label): {**facts, "role": role.value} for role in first_asked}


describes(
    INVITATION,
    to=_("Those who are invited"),
    why=_("A coordinator invites somebody into a role."),
    by_role=_samples,
    manner=Manner.ASK,
)
describes(
    WELCOME,
    to=_("Those who are invited"),
    why=_("Somebody took up a role and needs a way in."),
)
describes(
    "programmes/nobody-runs-it",
    to=_("Those who run programmes"),
    why=_("The last coordinator of a programme has left."),
    facts=lambda: {"programmes_path": "/programmes/"},
)
