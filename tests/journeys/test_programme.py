"""One whole programme, from an empty database to what changed, as the people in it walk it."""

from datetime import timedelta

import pytest
import time_machine

from tests.journeys.visitor import link_to, post
from turnabout.foundation.common.time import clock, now
from turnabout.frame.content.services import finish_module
from turnabout.frame.content.training import modules_for
from turnabout.frame.programmes.presets.readiness import load_readiness
from turnabout.joining.matching.models import HOLD
from turnabout.together.meetings.models import Meeting
from turnabout.together.pairs.models import Pair

STAFF = """Employee ID;First name;Last name;E-mail;Job title;Grade;Department;Site;Manager ID;Gender
N001;Grace;Ortiz;grace.ortiz@northmere.example;Chief executive;8;Board;Holm;;f
N010;Bruno;Keller;bruno.keller@northmere.example;Director;7;Operations;Holm;N001;m
N011;Ruth;Adeyemi;ruth.adeyemi@northmere.example;Director;7;Technology;Skarn;N001;f
N030;Chidi;Okafor;chidi.okafor@northmere.example;Programme lead;5;People;Holm;N001;m
N031;Jana;Roth;jana.roth@northmere.example;Assistant;3;Operations;Holm;N010;f
N032;Maren;Lindqvist;maren.lindqvist@northmere.example;Ombudsperson;5;Legal;Holm;N001;f
N100;Ada;Nowak;ada.nowak@northmere.example;Analyst;2;Technology;Holm;N011;f
N101;Priya;Raman;priya.raman@northmere.example;Analyst;2;Customer;Skarn;N010;f
"""
MENTORS = {"ada.nowak": ("meetings", "rules-bureaucracy"), "priya.raman": ("frontline-reality",)}
MENTEES = {"bruno.keller": "Meetings", "ruth.adeyemi": "Frontline"}
HOURS = ("mon-10", "tue-10", "wed-10", "thu-10", "fri-10")


class Programme:
    """The journey so far: who is at which browser, and where the programme stands."""

    def __init__(self, visit, look, *, script):
        self.visit = lambda: visit(look, script=script)
        self.chidi = self.visit()
        self.people = {}
        self.address = ""

    def begins_with_an_empty_database(self, staff_file):
        self.chidi.goes_to("/").types("What is your organisation called?", "Northmere Water")
        self.chidi.page.get_by_label("Which clock").select_option("Europe/London")
        self.chidi.types("Your name", "Chidi Okafor")
        self.chidi.types("Your mail address", "chidi.okafor@northmere.example")
        self.chidi.types("A password", "a long password of mine").taps("Begin")
        self.chidi.taps("Bring in a staff list")
        self.chidi.page.set_input_files("input[type=file]", staff_file)
        self.chidi.taps("Read this list").reads("Left out on purpose").reads("protected trait")
        self.chidi.taps("See what would change").reads("7 new").reads("1 changed")
        self.chidi.taps("Change 8 people")
        self.chidi.page.get_by_text("Undo this import").click()
        self.chidi.taps("Undo it")
        self.chidi.goes_to("/people/import/")
        self.chidi.page.set_input_files("input[type=file]", staff_file)
        self.chidi.taps("Read this list").taps("See what would change").taps("Change 8 people")

    def is_set_up(self):
        self.chidi.goes_to("/programmes/new/").taps("Choose Ways of working")
        self.chidi.types("What is it called?", "Fresh Eyes")
        self.chidi.types("One aim", "Leaders decide with those who know the work.")
        self.chidi.types("Or one that is not on the list", "Change how we work together")
        self.chidi.types("How will you know", "Ten rules that help nobody are gone.")
        self.chidi.types("When does it start?", (now() + timedelta(days=3)).date().isoformat())
        self.chidi.taps("Set up the programme")
        self.address = self.chidi.page.url
        self.chidi.taps("Answer eight questions")
        for question in load_readiness():
            self.chidi.picks(question.slug, "yes")
        self.chidi.taps("Keep these answers").reads("Go. What it needs is there.")
        self.chidi.goes_to(self.address)
        self.chidi.taps("Begin the programme")

    def asks_who_is_interested(self):
        self.chidi.goes_to("/polls/new/").picks("topics", "culture").taps("Open the poll")
        readout = self.chidi.page.url
        self.chidi.taps("A poster with a code")
        for interest in ("mentor", "mentor", "mentor", "mentor", "mentor", "mentee"):
            respondent = self.visit()
            respondent.goes_to(readout.replace("readout/", "")).picks("interest", interest)
            respondent.taps("Send my answer").reads("Counted")
            assert respondent.complaints == []
        self.chidi.goes_to(readout).taps("Close the poll and read it out")
        self.chidi.reads("6 answers").reads("not enough people to say")

    def invites(self, role, ids, *, principal=""):
        self.chidi.goes_to(f"{self.address}invite/").types("Or paste a list", ids)
        self.chidi.chooses("Invite as", role).taps("See what would be sent")
        if principal:
            value = self.chidi.page.locator("[name=principal] option", has_text=principal)
            self.chidi.page.locator("[name=principal]").select_option(
                value=value.first.get_attribute("value")
            )
            self.chidi.taps("See what would be sent")
        self.chidi.taps("Send")

    def invites_everybody(self):
        self.invites("Mentor", "N100 N101")
        self.invites("Mentee", "N010 N011")
        self.invites("Sponsor", "N001")
        self.invites("Guardian", "N032")
        self.invites("Delegate of a mentee", "N031", principal="Bruno")
        for who in ("grace.ortiz", "maren.lindqvist", "jana.roth"):
            self.people[who] = self.visit().goes_to(link_to(who)).taps("Yes")

    def applies_as_mentor(self, who, topics):
        applicant = self.people[who] = self.visit()
        applicant.goes_to(link_to(who, "invited")).picks("promises").picks("languages", "en")
        applicant.types("What would make taking part", "My work would be seen.")
        applicant.taps("Keep and go on")
        for topic in topics:
            applicant.picks(f"topic_{topic}", "offer")
        for hour in HOURS:
            applicant.picks("hours", hour)
        applicant.picks("places", "1-1").taps("Keep and go on")
        applicant.picks("manager", "agreed").picks("commitment", "yes")
        applicant.picks("accept_duties").taps("Send my application")

    def applies_as_mentee(self, who, topic):
        applicant = self.people[who] = self.visit()
        applicant.goes_to(link_to(who, "invited")).picks("promises")
        wish = applicant.page.locator("[name=want_1] option", has_text=topic).first
        applicant.page.locator("[name=want_1]").select_option(value=wish.get_attribute("value"))
        applicant.page.locator("[name=decision_1]").fill("Which rules go.")
        applicant.taps("Keep and go on")
        for hour in HOURS:
            applicant.picks("hours", hour)
        applicant.picks("commitment", "yes")
        applicant.picks("languages", "en").taps("Keep and go on")
        applicant.types("What could you change", "The rules of the depot.")
        applicant.picks("accept_time").picks("accept_safety").taps("Send my application")

    def is_matched(self):
        self.chidi.goes_to("/programmes/").taps("Matching").taps("Run the matching")
        self.chidi.reads("Ada Nowak mentors Bruno Keller").reads("Proven best")
        self.chidi.page.get_by_label("Lift the weakest pair first").check()
        self.chidi.taps("Run again with these")
        run = self.chidi.page.url
        self.chidi.taps("See them side by side").goes_to(run)
        self.chidi.taps("Approve all 2").taps("Publish").taps("Publish, 2 letters")
        self.chidi.reads("Published, and nothing has left yet").taps("Undo, ask nobody")
        self.chidi.taps("Publish 2 pairs").taps("Publish, 2 letters")
        with clock(now() + HOLD):
            post()

    def is_agreed_to_by_both(self):
        for mentor in MENTORS:
            self.visit().goes_to(link_to(mentor, "in private")).taps("Yes, I would like to")
        for mentee in MENTEES:
            self.visit().goes_to(link_to(mentee, "A mentor for you")).taps("Yes, I would like to")

    def has_an_agreement(self):
        ada, bruno = self.people["ada.nowak"], self.signs_in("bruno.keller")
        ada.goes_to(link_to("ada.nowak", "are a pair")).taps("Write it").taps("Keep this version")
        ada.taps("Sign version 1")
        bruno.goes_to(link_to("bruno.keller", "agreement waits")).taps("Read it")
        bruno.picks("steps_back").taps("Sign version 1")

    def has_its_dates(self):
        ada = self.people["ada.nowak"]
        ada.goes_to(link_to("ada.nowak", "now the dates")).taps("Book these 8 dates")
        calendar = [copy for copy in post() if b"text/calendar" in bytes(copy.message)]
        assert len(calendar) == 16

    def is_prepared_for(self):
        """Ada reads one module and says so; the rest of both sides is done without the pages."""
        ada = self.people["ada.nowak"]
        ada.taps("Training and guides").reads("modules are left for you").taps("Why you")
        ada.taps("I have finished this").reads("You finished this module")
        for pair in Pair.objects.select_related("programme", "mentor", "mentee"):
            for person in (pair.mentor, pair.mentee):
                for module in modules_for(pair.side_of(person), "en", pair.programme):
                    finish_module(person, module.slug)

    def lets_the_delegate_move_one(self):
        jana = self.people["jana.roth"]
        jana.goes_to(link_to("jana.roth", "Dates you may arrange")).taps("Move", nth=1)
        jana.picks("to").taps("Move it there").does_not_read("agreement")

    def holds_a_session(self):
        """Two hours after the first session: one tap by one of them is enough for both."""
        self.visit().goes_to(link_to("ada.nowak", "Did you meet")).taps("Yes, we met")
        self.visit().goes_to(link_to("bruno.keller", "Did you meet")).reads("You met")
        pulse = self.visit().goes_to(link_to("ada.nowak", "Twenty seconds"))
        pulse.picks("worth", "5").picks("could_say", "4").taps("Keep it")

    def says_thanks(self):
        bruno = self.signs_in_again("bruno.keller")
        bruno.goes_to("/").taps("Say thank you")
        bruno.page.locator("main textarea").first.fill("You showed me two rules that can go.")
        bruno.taps("Send thanks").reads("two rules that can go")

    def shows_who_needs_the_coordinator(self):
        self.chidi = self.visit().goes_to("/account/sign-in/")
        self.chidi.page.locator("main input[name=login]").fill("chidi.okafor@northmere.example")
        self.chidi.page.locator("main input[type=password]").fill("a long password of mine")
        self.chidi.taps("Sign in").taps("Today")
        self.chidi.does_not_read("two rules that can go")
        for tab in ("People", "Matching", "Pairs", "Figures"):
            self.chidi.taps(tab).does_not_read("two rules that can go")
        self.chidi.goes_to(self.address).does_not_read("two rules that can go")

    def shows_the_sponsor_what_changed(self):
        grace = self.signs_in("grace.ortiz")
        grace.goes_to("/").reads("not enough people to say")
        grace.does_not_read("two rules that can go")

    def signs_in_again(self, who):
        person = self.people[who] = self.visit()
        person.goes_to("/")
        person.page.locator("main input[name=login]").fill(f"{who}@northmere.example")
        person.page.locator("main input[type=password]").fill("a password of my own")
        return person.taps("Sign in")

    def signs_in(self, who):
        """Choose a password by mail, and sign in with it."""
        person = self.people[who] = self.visit()
        address = f"{who}@northmere.example"
        person.goes_to("/").taps("I do not know my password")
        person.page.locator("main input[type=email]").fill(address)
        person.taps("Send me a link").goes_to(link_to(who, "new password"))
        for field in person.page.locator("main input[type=password]").all():
            field.fill("a password of my own")
        person.taps("Set it").taps("Sign in")
        person.page.locator("main input[name=login]").fill(address)
        person.page.locator("main input[type=password]").fill("a password of my own")
        return person.taps("Sign in")


def walk(visit, look, staff_file, *, script):
    programme = Programme(visit, look, script=script)
    programme.begins_with_an_empty_database(staff_file)
    programme.is_set_up()
    programme.asks_who_is_interested()
    programme.invites_everybody()
    for who, topics in MENTORS.items():
        programme.applies_as_mentor(who, topics)
    for who, topic in MENTEES.items():
        programme.applies_as_mentee(who, topic)
    programme.is_matched()
    programme.is_agreed_to_by_both()
    programme.has_an_agreement()
    programme.has_its_dates()
    programme.is_prepared_for()
    programme.lets_the_delegate_move_one()
    first = Meeting.objects.filter(number=1).first()
    with time_machine.travel(first.ends_at + timedelta(hours=2)):
        programme.holds_a_session()
        programme.says_thanks()
        programme.shows_who_needs_the_coordinator()
        programme.shows_the_sponsor_what_changed()
    return programme


@pytest.fixture
def staff_file(tmp_path):
    file = tmp_path / "staff.csv"
    file.write_text(STAFF)
    return file


WALKED = ("S002", "S003", "S035", "S041", "S046", "S063", "S076", "S096", "S122", "S123")


@pytest.mark.capability(*WALKED)
@pytest.mark.parametrize("look", ["phone", "desktop"])
def test_a_programme_is_walked_from_the_first_question_to_what_changed(visit, look, staff_file):
    programme = walk(visit, look, staff_file, script=True)

    complaints = [
        complaint
        for visitor in (programme.chidi, *programme.people.values())
        for complaint in visitor.complaints
    ]
    assert complaints == []


def test_a_programme_is_walked_without_javascript(visit, staff_file):
    walk(visit, "phone", staff_file, script=False)
