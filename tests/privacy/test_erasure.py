"""A person is erased: looked for afterwards wherever somebody could look."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import reverse

from tests.cast import make_cast
from tests.directory.lists import HEADER, as_csv
from tests.factories import MONDAY, make_member, make_person, make_user
from tests.matching.factories import make_run
from tests.meetings.factories import make_booked_pair
from tests.pairs.dumps import dump
from tests.pairs.factories import make_asked_pair, sign
from tests.test_canaries import canary, written
from turnabout.faces.privacy import services
from turnabout.faces.privacy.models import Erasure
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.models import KeptCopy, OutboxMessage, Reader
from turnabout.foundation.notices.rendering import NOTICES
from turnabout.foundation.notices.services import deliver_due
from turnabout.foundation.trust import audit, vault
from turnabout.foundation.trust.names import Names
from turnabout.foundation.trust.personal import Fate, Leaving, everything_kept
from turnabout.frame.content.models import Completion, TrainingException
from turnabout.frame.directory.models import Address, Person
from turnabout.frame.directory.privacy import leaving_of
from turnabout.frame.directory.services import apply_import, read_staff_list
from turnabout.frame.questions.models import QuestionSet
from turnabout.frame.questions.services import install_question_sets, record_answers
from turnabout.frame.topics.models import TopicAlias
from turnabout.frame.topics.services import install_catalogue
from turnabout.joining.applications.models import Application, Decision, OwnWords, Want
from turnabout.joining.interest.models import Subscription
from turnabout.joining.matching.models import Wish
from turnabout.outcomes.figures.services import publish_figures
from turnabout.together.meetings import own_time
from turnabout.together.meetings.feeds import address_of, open_feed
from turnabout.together.meetings.models import BusyCalendar, VideoRoom
from turnabout.together.pairs import services as pairs
from turnabout.together.pairs.models import PrivateNote
from turnabout.together.pairs.sealing import clauses_of_agreement
from turnabout.together.recognition.services import ask_for_offer, give_thanks, open_offer

NAME = "Zelmira Kwiatkowska"
ADDRESS = "zelmira.kwiatkowska@example.org"
# What names her, and what is hers alone. The clause is of both and stays with Bruno.
PERSONAL = [
    *("Zelmira", "Kwiatkowska", ADDRESS, "zelmira@old.example.org", "HR-7c1d"),
    *map(canary, ("title", "unit", "place", "room", "thanked", "comment", "reader", "decided")),
    *map(canary, ("own-words", "wanted", "alias", "excused", "wished", "file", "busy", "draft")),
    *map(canary, ("column", "offered", "asked")),
    *map(canary, ("goal", "line", "shared", "note", "boundary", "pulse", "lived", "concern")),
]
KEPT_BY_BRUNO = [*map(canary, ("clause", "heard", "plan", "outcome", "whom", "takeaway"))]

GONE = [kept for kept in everything_kept() if kept.fate is not Fate.STAYS]


def named_cast():
    """The cast, with Ada under a name that nothing else holds."""
    cast = make_cast()
    ada = cast.ada
    Person.objects.filter(pk=ada.pk).update(
        name=NAME,
        given_name="Zelmira",
        hr_id="HR-7c1d",
        job_title=canary("title"),
        unit=canary("unit"),
        place=canary("place"),
        listed_place=canary("place"),
        manager=make_person(cast.organisation, name="Erik Boss"),
        kept={"business line": canary("column")},
    )
    ada.addresses.update(address="zelmira@old.example.org", until=MONDAY.date())
    Address.objects.create(person=ada, address=ADDRESS, since=MONDAY.date())
    ada.refresh_from_db()
    ada.user.email = ADDRESS
    ada.user.save()
    return cast


def live(cast):
    """A life with a row of hers in every room, through the acts where there is one."""
    ada, bruno, chidi = cast.ada, cast.bruno, cast.chidi
    make_member(cast.programme, make_user_of(cast, "The guardian"), "guardian")
    install_question_sets(cast.organisation)
    pair = make_booked_pair(cast)
    written(cast, pair)
    pairs.comment_on_clause(pair.agreements.first(), "place", canary("comment"), by=ada)
    for agreement in (pair.agreements.first(),):
        sign(agreement, by=ada)
        sign(agreement, by=bruno)
    pairs.draft_agreement(pair, {"place": f"{canary('clause')} {canary('draft')}"}, by=ada)
    give_thanks(pair, canary("thanked"), by=ada)
    give_thanks(pair, "Zelmira, you showed me the floor", by=bruno)
    VideoRoom.objects.create(pair=pair, link=f"https://example.org/{canary('room')}")
    application = Application.objects.get(membership=cast.mentor)
    topic = cast.organisation.topics.first()
    Application.objects.filter(pk=application.pk).update(answers={"why": canary("own-words")})
    if topic is not None:
        Want.objects.create(application=application, topic=topic, decision=canary("wanted"))
        TopicAlias.objects.create(
            topic=topic, words=canary("alias"), taught_by=ada, confirmed_at=MONDAY
        )
    install_catalogue(cast.organisation)
    topic = cast.organisation.topics.filter(is_lived_experience=False).first()
    open_offer(cast.mentor, topic, canary("offered"), by=ada)
    other = open_offer(cast.mentee, topic, "Ask me", by=bruno)
    ask_for_offer(other, canary("asked"), by=ada)
    OwnWords.objects.create(application=application, words=canary("own-words"), kept_at=MONDAY)
    Decision.objects.create(
        application=application, outcome="accepted", reason=canary("decided"), decided_at=MONDAY
    )
    readings = QuestionSet.objects.filter(purpose="programme").exclude(questions=None).first()
    question = readings.questions.filter(kind="text").first() or readings.questions.first()
    about, said = application.public_id, {question.key: canary("reader")}
    record_answers(readings, author=chidi, about=about, answers=said)
    TrainingException.objects.create(
        membership=cast.mentor, reason=canary("excused"), granted_at=MONDAY
    )
    Completion.objects.create(person=ada, slug="x", completed_at=MONDAY)
    Wish.objects.create(
        programme=cast.programme,
        mentor=cast.mentor,
        mentee=cast.mentee,
        kind="pin",
        reason=canary("wished"),
        made_at=MONDAY,
    )
    make_run(cast.programme, requested_by=ada)
    Subscription.objects.create(person=ada, since=MONDAY)
    Reader.objects.create(person=ada.public_id)
    own_time.be_away(ada, MONDAY.date(), MONDAY.date())
    BusyCalendar.objects.create(
        person=ada,
        kind="ics",
        host=canary("busy"),
        sealed=b"",
        connected_at=MONDAY,
        read_next_at=MONDAY,
    )
    row = ("HR-7c1d", NAME, ADDRESS, canary("title"), "L2", canary("unit"), canary("file"), "")
    read_staff_list(cast.organisation, data=as_csv((HEADER, row)), name="staff.csv", by=chidi)
    outbox.add("pairs/told-back", to=ada, context={"partner_name": "Bruno"})
    pair.refresh_from_db()
    return pair


def make_user_of(cast, name):
    person = make_person(cast.organisation, name=name)
    make_user(person)
    return person


def signed_in(person):
    client = Client()
    client.force_login(person.user)
    return client


def pages_of(pair):
    parts = ("detail", "agreement", "goals", "hear", "lines", "introductions", "shared_notes")
    more = ("notes", "summary", "close", "third", "leave", "care")
    return [reverse(f"pairs:{name}", args=[pair.public_id]) for name in (*parts, *more)]


def all_bytes():
    """What lies in the database, in its files as well where it has any, and in the data folder."""
    found = dump()
    for alias in ("default", "keys"):
        if connections[alias].vendor == "sqlite":
            found += connections[alias].connection.serialize()
    return found


@pytest.mark.capability("S022")
def test_an_erased_person_is_found_nowhere_and_her_partner_keeps_what_is_theirs(
    django_capture_on_commit_callbacks, settings
):
    with clock(MONDAY):
        cast = named_cast()
        pair = live(cast)
        deliver_due()
        before = publish_figures(cast.programme).cells
        hers = signed_in(cast.ada)
        copy = hers.get(reverse("privacy:copy")).content
        feed = address_of(open_feed(cast.ada)).removeprefix(settings.SITE_ADDRESS)
        link = make_link(LinkPurpose(NOTICES, cast.ada.public_id, cast.ada.public_id))
        by_mail = Client()
        by_mail.get(link)
        assert by_mail.get(reverse("privacy:own")).status_code == 200
        asked = hers.post(reverse("privacy:ask"))
        assert NAME.encode() in all_bytes()
    files = zipfile.ZipFile(io.BytesIO(copy))
    told = json.loads(files.read("what-is-kept.json"))
    for field in ("note", "boundary", "lived", "pulse", "concern", "goal", "line", "comment"):
        assert canary(field) in json.dumps(told), field
        assert canary(field) in files.read("what-is-kept.html").decode(), field
    assert canary("reader") not in json.dumps(told)
    assert canary("takeaway") not in json.dumps(told)
    assert asked.status_code == 302

    coordinator = signed_in(cast.chidi)
    with clock(MONDAY), django_capture_on_commit_callbacks(execute=True):
        waiting = coordinator.get(reverse("privacy:asks")).content.decode()
        erase = reverse("privacy:erase", args=[cast.ada.public_id])
        unticked = coordinator.post(erase)
        done = coordinator.post(erase, {"she_asked": "on"})

    assert (NAME in waiting, unticked.status_code, done.status_code) == (True, 422, 302)
    with clock(MONDAY):
        deliver_due()
        assert {kept.model.__name__ for kept in GONE if kept.rows(cast.ada).exists()} == set()
        lying = all_bytes()
        assert [word for word in PERSONAL if word.encode() in lying] == []
        assert vault.erased_holders() == [f"person:{cast.ada.public_id}"]
        assert Erasure.objects.exclude(settled_at=None).count() == 1
        assert audit.first_broken_entry() is None
        assert publish_figures(cast.programme).cells == before
        # Her ways in lead nowhere.
        assert hers.get(reverse("privacy:own")).status_code == 302
        assert by_mail.get(reverse("privacy:own")).status_code == 302
        assert Client().get(feed).status_code == 404
        assert not OutboxMessage.objects.filter(recipient=cast.ada.public_id).exists()
        # Her partner has the same pages as after any ending.
        partner = signed_in(cast.bruno)
        seen = {page: partner.get(page) for page in pages_of(pair)}
        assert {answer.status_code for answer in seen.values()} <= {200, 403, 404}
        own = "".join(answer.content.decode() for answer in seen.values())
        assert [word for word in PERSONAL if word in own] == []
        assert [word for word in KEPT_BY_BRUNO if word not in own] == []
        assert "somebody who left" in own
        assert "erased" not in own
        assert {seen[page].status_code for page in pages_of(pair)[:2]} == {200}
        agreement = pair.agreements.exclude(mentor_signed_at=None).first()
        assert (agreement.version, agreement.mentor_signed_at.date()) == (2, MONDAY.date())
        assert agreement.is_signed_by_both
        # Everybody else's pages stand, without her.
        for person in (cast.chidi, cast.bruno):
            watcher = signed_in(person)
            for name in ("programmes:members", "pairs:list", "matching:overview", "home:today"):
                page = watcher.get(reverse(name, args=[cast.programme.public_id]))
                assert page.status_code in (200, 403, 404), name
                assert [word for word in PERSONAL if word in page.content.decode()] == [], name
        for run in cast.programme.runs.all():
            page = coordinator.get(reverse("matching:run", args=[run.public_id]))
            assert page.status_code == 200
        assert (
            coordinator.get(reverse("directory:person", args=[cast.ada.public_id])).status_code
            == 404
        )

    # The next working morning he reads the words of any ending.
    with clock(MONDAY + timedelta(days=2)):
        deliver_due()
        mails = KeptCopy.objects.filter(to_address__contains=cast.bruno.address)
        assert "Your pairing has ended" in set(mails.values_list("subject", flat=True))
        assert [mail for mail in mails if b"erase" in bytes(mail.message)] == []
        assert [word for word in PERSONAL if word.encode() in all_bytes()] == []


def test_the_same_staff_list_brings_somebody_new_who_is_tied_to_nothing(
    django_capture_on_commit_callbacks,
):
    cast = named_cast()
    make_user_of(cast, "Oda Owner")
    with django_capture_on_commit_callbacks(execute=True):
        services.erase_person(cast.ada, by=cast.chidi)
    row = ("HR-7c1d", NAME, ADDRESS, "Analyst", "L2", "Data", "Holm", "")
    batch = read_staff_list(cast.organisation, data=as_csv((HEADER, row)), name="staff.csv")
    batch.mapping = {"is_whole": False}
    batch.save()

    difference = apply_import(batch)

    back = Person.objects.get(hr_id="HR-7c1d")
    assert (len(difference.new), difference.likenesses) == (1, ())
    assert back.pk != cast.ada.pk
    assert (back.user, back.memberships.count(), back.responses.count()) == (None, 0, 0)
    assert Person.objects.get(pk=cast.ada.pk).name == "somebody who left"


NOT_OF_HER = [
    "Will you come? We will meet in Grace Hopper's room",
    "Good will and grace: Will it help? Mark my words",
    "willing, goodwill, Williams, Grace Hopper",
]
OF_HER = [
    ("Will, you showed me the floor", "@, you showed me the floor"),
    ("Hi Will\nI saw Will and GRACEFIELD", "Hi @\nI saw @ and @"),
    ("will gracefield, will@example.org and WILL@example.org", "@, @ and @"),
    (
        "It was Will's idea, not Will Smith's. Gracefield knows",
        "It was @'s idea, not Will Smith's. @ knows",
    ),
    ("Will", "@"),
]


def test_a_name_that_is_a_word_goes_where_it_names_her_and_no_colleague_loses_his(cast):
    ada, bruno = cast.ada, cast.bruno
    Person.objects.filter(pk=ada.pk).update(name="Will Gracefield", given_name="Will")
    ada.addresses.update(address="will@example.org")
    ada.refresh_from_db()
    for name in ("Will Smith", "Grace Hopper", "Mark Gracefield-Orr"):
        make_person(cast.organisation, name=name)
    leaving = leaving_of(ada)
    with clock(MONDAY):
        pair = make_booked_pair(cast)
        said = {"place": "By the river\nWill\nWill you come?", "contact": "Ask\nGracefield"}
        signed = pairs.draft_agreement(pair, said, by=ada)
        sign(signed, by=ada)
        sign(signed, by=bruno)
    told = {"partner_name": "Will Smith", "said": "Will you, Will?", "of": ["Will Gracefield"]}
    outbox_row = outbox_add(bruno, told)

    assert [leaving.taken_out_of(text) for text in NOT_OF_HER] == NOT_OF_HER
    assert [leaving.taken_out_of(text) for text, _after in OF_HER] == [
        after.replace("@", "somebody who left") for _text, after in OF_HER
    ]
    services.erase_person(ada, by=cast.chidi)
    outbox_row.refresh_from_db()
    signed.refresh_from_db()
    clauses = {row["slug"]: row.get("words") for row in clauses_of_agreement(signed, pair)}
    assert clauses["place"] == "By the river\nsomebody who left\nWill you come?"
    assert clauses["contact"] == "Ask\nsomebody who left"
    assert outbox_row.context == {**told, "of": ["somebody who left"]}
    leaving = Leaving(ada, Names(("Grace",)))
    assert [leaving.is_told_of_in(text) for text in ("Grace", "Grace period", "ask Grace")] == [
        True,
        False,
        True,
    ]


def outbox_add(person, told):
    outbox.add("pairs/told-back", to=person, context=told)
    return OutboxMessage.objects.filter(recipient=person.public_id).latest("pk")


def test_when_both_are_gone_the_key_of_the_pair_goes(django_capture_on_commit_callbacks):
    with clock(MONDAY):
        cast = named_cast()
        pair = make_booked_pair(cast)
        for person in (cast.ada, cast.bruno):
            with django_capture_on_commit_callbacks(execute=True):
                services.erase_person(person, by=cast.chidi)

    assert vault.erased_holders() == [
        f"person:{cast.ada.public_id}",
        f"person:{cast.bruno.public_id}",
        pair.key_holder,
    ]
    assert [one.is_signed_by_both for one in pair.agreements.all()] == [True]


def test_an_older_backup_brings_nobody_back(django_capture_on_commit_callbacks):
    """What a restore leaves: the rows of before, and the list of erasures of today."""
    with clock(MONDAY):
        cast = named_cast()
        live(cast)
        vault.remember_erasure(f"person:{cast.ada.public_id}")

        vault.replay_erasures()
        with django_capture_on_commit_callbacks(execute=True):
            again = services.erase_again()

    assert (again, services.erase_again()) == (1, 0)
    lying = all_bytes()
    assert [word for word in PERSONAL if word.encode() in lying] == []


def test_a_crash_before_the_keys_are_destroyed_is_made_good():
    cast = named_cast()
    PrivateNote.objects.all().delete()
    services.erase_person(cast.ada, by=cast.chidi)
    assert vault.erased_holders() == []

    assert (services.settle_carried_out(), services.settle_carried_out()) == (1, 0)
    assert vault.erased_holders() == [f"person:{cast.ada.public_id}"]


def test_nobody_is_erased_by_herself_twice_or_when_no_owner_would_be_left():
    cast = named_cast()
    owner = make_person(cast.organisation, name="Oda Owner")
    make_user(owner, is_owner=True)
    erase = reverse("privacy:erase", args=[cast.chidi.public_id])

    assert signed_in(cast.chidi).get(erase).status_code == 403
    with pytest.raises(Refusal, match="would have no owner"):
        services.erase_person(owner, by=cast.chidi)
    services.erase_person(cast.ada, by=cast.chidi)
    with pytest.raises(AlreadySo, match="erased already"):
        services.erase_person(cast.ada, by=cast.chidi)
    erase = reverse("privacy:erase", args=[cast.ada.public_id])
    twice = signed_in(cast.chidi).post(erase, {"she_asked": "on"}, follow=True)
    assert twice.redirect_chain == [(reverse("privacy:asks"), 302)]
    assert "This person has been erased already." in twice.content.decode()
    assert signed_in(cast.bruno).post(erase, {"she_asked": "on"}).status_code == 404


def test_somebody_asks_and_thinks_better_of_it(as_person, outbox):
    cast = named_cast()
    client = as_person(cast.bruno)

    for _tap in (1, 2):
        client.post(reverse("privacy:ask"))
    mails = [(mail.to_mailbox, mail.subject) for mail in outbox()]
    waiting = client.get(reverse("privacy:own")).content.decode()
    client.post(reverse("privacy:withdraw"))

    assert mails == [(cast.chidi.address, "Somebody asks to be erased")]
    assert "You asked on" in waiting
    assert not Erasure.objects.waiting().exists()
    assert client.post(reverse("privacy:withdraw")).status_code == 409


def test_a_copy_takes_a_password_and_never_comes_by_the_link_of_a_mail(client, outbox):
    cast = named_cast()
    cast.ada.user.delete()
    ada = Person.objects.get(pk=cast.ada.pk)
    client.get(make_link(LinkPurpose(NOTICES, ada.public_id, ada.public_id)))

    assert client.get(reverse("privacy:copy")).status_code == 404
    assert client.post(reverse("privacy:way_in")).status_code == 302
    assert [mail.to_mailbox for mail in outbox()] == [ADDRESS]


def test_the_link_of_a_mail_tells_nobody_what_there_is_of_her(client):
    """Whoever holds it reads the same list, whether she raised a concern or nothing at all."""

    def lists():
        pages = (client.get(reverse(f"privacy:{name}")) for name in ("own", "ask"))
        return [re.findall(r"<li>.*?</li>", page.content.decode()) for page in pages]

    with clock(MONDAY):
        cast = named_cast()
        client.get(make_link(LinkPurpose(NOTICES, cast.ada.public_id, cast.ada.public_id)))
        before = lists()
        live(cast)

        assert (len(before[0]) > len(before[1]) / 2 > 20, lists()) == (True, before)


def test_what_is_kept_names_no_question_that_came_to_nothing(cast, as_person):
    """Bruno's page and copy are the same, whether Ada was asked about him or not."""
    client = as_person(cast.bruno)

    def seen():
        cache.clear()
        page = client.get(reverse("privacy:own")).content
        files = zipfile.ZipFile(io.BytesIO(client.get(reverse("privacy:copy")).content))
        page = re.sub(rb"csrfmiddlewaretoken. value=.[^\"]+", b"", page)
        return page.split(b"<main")[1], json.loads(files.read("what-is-kept.json"))["kept"]

    before = seen()
    make_asked_pair(cast)

    assert seen() == before
