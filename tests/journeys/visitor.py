"""Somebody at a browser: she goes somewhere, reads, types and taps by the words she sees."""

import os
import re
from pathlib import Path

from turnabout.foundation.common.due import run_due
from turnabout.foundation.notices.models import KeptCopy

LOOKS = {
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1280, "height": 900},
}
ALL_RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
WHAT_THE_NIGHT_CHANGES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
REFUSED = ("status of 409", "status of 422")
RANDOM_ID = re.compile(r"[A-Za-z0-9_-]{22}|#.*")
PICTURES = os.environ.get("TURNABOUT_PICTURES", "")


class Visitor:
    """A visitor with one page. Each page that she meets is checked, by day and by night.

    `checked` holds what she and those who walk with her have seen: each page once.
    """

    def __init__(self, page, axe, checked):
        self.page = page
        self.axe = axe
        self.complaints = []
        self._checked = checked
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message):
        if message.type == "error" and not any(said in message.text for said in REFUSED):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def goes_to(self, address):
        answer = self.page.goto(address)
        assert answer.status < 400, f"{address} answered {answer.status}"
        return self.looks()

    def looks(self, name=""):
        """Check the page she is on, once for each heading; keep a picture where one is wanted."""
        seen = (RANDOM_ID.sub("", self.page.url), self.heading)
        if seen in self._checked:
            return self
        self._checked.add(seen)
        return self.inspects(name)

    def inspects(self, name="", schemes=("light", "dark")):
        """Check the page she is on, whatever she has seen before; in full by the first scheme."""
        heading = self.heading
        assert "Server Error" not in heading, heading
        if self.axe:
            assert self.page.evaluate(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            ), f"{self.page.url} scrolls sideways"
            for scheme in schemes:
                self.page.emulate_media(color_scheme=scheme)
                asked = ALL_RULES if scheme == schemes[0] else WHAT_THE_NIGHT_CHANGES
                self._finds_nothing_wrong(asked)
                self._keeps_a_picture(name or heading, scheme)
            self.page.emulate_media(color_scheme="light")
        return self

    def _finds_nothing_wrong(self, asked):
        if not self.page.evaluate("Boolean(window.axe)"):
            self.page.evaluate(self.axe.axe_script)
        found = self.page.evaluate(
            "options => axe.run(document, options).then(found => found.violations)",
            {"runOnly": asked, "resultTypes": ["violations"], "preload": False},
        )
        told = [
            f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]
        ]
        assert told == [], f"{self.page.url} ({self.heading}): {told}"

    def _keeps_a_picture(self, name, scheme):
        if not PICTURES:
            return
        folder = Path(PICTURES)
        folder.mkdir(parents=True, exist_ok=True)
        file = re.sub(r"\W+", "-", name).strip("-").lower()[:60]
        width = self.page.viewport_size["width"]
        self.page.screenshot(path=folder / f"{file}-{width}-{scheme}.png", full_page=True)

    @property
    def heading(self):
        headings = self.page.locator("h1")
        return headings.first.inner_text() if headings.count() else self.page.title()

    def types(self, label, text):
        self.page.get_by_label(label, exact=False).first.fill(str(text))
        return self

    def chooses(self, label, option):
        self.page.get_by_label(label, exact=False).first.select_option(label=option)
        return self

    def picks(self, name, value=""):
        """Tick a box or a radio by its name in the form; what is not asked again is left alone."""
        chosen = f"[value='{value}']" if value else ""
        box = self.page.locator(f"main input[name='{name}']{chosen}").first
        if box.count() and not box.is_checked():
            label = self.page.locator(f"label[for='{box.get_attribute('id')}']").first
            for fold in label.locator("xpath=ancestor::details[not(@open)]").all():
                fold.locator("summary").first.click()
            label.click()
            assert box.is_checked(), f"{name} {value} cannot be chosen on {self.page.url}"
        return self

    def taps(self, words, nth=0):
        """Tap a button, else a link, with these words; wait for what comes."""
        pattern = re.compile(re.escape(words), re.IGNORECASE)
        button = self.page.get_by_role("button", name=pattern)
        target = button if button.count() else self.page.get_by_role("link", name=pattern)
        assert target.count() > nth, f"No “{words}” on {self.page.url}: {self.text[:1500]}"
        target.nth(nth).click()
        self.page.wait_for_load_state("load")
        return self.looks()

    def reads(self, words):
        assert words in self.text, f"“{words}” is not on {self.page.url}: {self.text[:1500]}"
        return self

    @property
    def text(self):
        return re.sub(r"\s+", " ", self.page.locator("main").inner_text())

    def does_not_read(self, words):
        assert words not in self.page.content(), f"“{words}” is on {self.page.url}"
        return self


def post():
    """Let the worker do what is due, and send it; return the mails kept so far, newest first."""
    if any(run_due().values()):
        run_due()
    return list(KeptCopy.objects.order_by("-pk"))


def link_to(address, subject=""):
    """The first link in the newest mail to this address."""
    from email import message_from_bytes, policy

    for copy in post():
        if address.lower() in copy.to_address.lower() and subject.lower() in copy.subject.lower():
            mail = message_from_bytes(bytes(copy.message), policy=policy.default)
            body = mail.get_body(("plain",)).get_content()
            return re.search(r"https?://\S+/go/\S+", body).group(0)
    raise AssertionError(f"No mail to {address} about “{subject}”")
