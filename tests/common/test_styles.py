import re
from pathlib import Path

import turnabout

PACKAGE = Path(turnabout.__file__).parent
STYLES = sorted((PACKAGE / "static" / "css").glob("*.css"))


def test_the_house_keeps_its_one_script_and_each_style_short():
    script = PACKAGE / "static" / "js" / "app.js"

    assert len(script.read_text().splitlines()) < 200
    assert [path.name for path in STYLES if len(path.read_text().splitlines()) >= 500] == []


def test_each_style_is_linked_and_each_token_exists():
    linked = re.findall(
        r"css/([a-z]+\.css)",
        (PACKAGE / "templates" / "base.html").read_text()
        + (PACKAGE / "templates" / "components" / "sheet.html").read_text(),
    )
    text = "".join(path.read_text() for path in STYLES)
    used = set(re.findall(r"var\((--[\w-]+)", text))

    assert sorted(linked) == [path.name for path in STYLES]
    assert used - set(re.findall(r"(--[\w-]+):", text)) == set()


def test_a_text_can_be_read_by_day_and_by_night():
    low = [
        (text, ground, mode)
        for text, ground, floor in pairs_that_meet()
        for mode, tokens in colours().items()
        if contrast(tokens[text], tokens[ground]) < floor
    ]

    assert low == []


def test_an_old_browser_gets_the_same_light_colours_as_a_new_one():
    tokens = (PACKAGE / "static" / "css" / "tokens.css").read_text()
    plain = dict(re.findall(r"(--[\w-]+): (#\w{6});", tokens))
    both = dict(re.findall(r"(--[\w-]+): light-dark\((#\w{6}), #\w{6}\);", tokens))

    assert {name: plain[name] for name in both} == both


def colours():
    tokens = (PACKAGE / "static" / "css" / "tokens.css").read_text()
    plain = dict(re.findall(r"--([\w-]+): (#\w{6});", tokens))
    dark = dict(re.findall(r"--([\w-]+): light-dark\(#\w{6}, (#\w{6})\);", tokens))
    return {"light": plain, "dark": {**plain, **dark}}


def pairs_that_meet():
    grounds = ["paper", "sheet", "sunk", "petrol-tint", "marigold-tint", "brick-tint"]
    yield from ((text, ground, 4.5) for text in ("ink", "ink-2") for ground in grounds)
    for text in ("petrol", "petrol-press"):
        yield from ((text, ground, 4.5) for ground in [*grounds[:4], "brick-tint"])
    yield from (("ochre-text", ground, 4.5) for ground in ("paper", "sheet", "marigold-tint"))
    yield from (("brick", ground, 4.5) for ground in ("paper", "sheet", "sunk", "brick-tint"))
    yield from (("on-petrol", ground, 4.5) for ground in ("petrol", "petrol-press"))
    yield from [("on-marigold", "marigold", 4.5), ("on-brick", "brick", 4.5)]
    yield from ((text, "band", 4.5) for text in ("on-band", "on-band-2", "marigold"))
    for shape in ("edge", "ochre", "petrol", "brick", "focus"):
        yield from ((shape, ground, 3.0) for ground in ("paper", "sheet"))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
