"""A staff list as somebody's export macro left it. The importer has never seen its like."""

import csv
import io
from random import Random

HEADERS = (
    "Ref (HR)",
    "Colleague – surname, first",
    "Work e-mail",
    "Does what",
    "Band",
    "Cost centre / team",
    "Where based",
    "Answers to (ref)",
    "With us since",
    "FTE %",
    "Next of kin",
)
BANDS = ("B1 Entry", "B2 Skilled", "B3 Senior", "B4 Lead", "B5 Head", "B6 Director", "B7 Board")
SHARES = (300, 280, 190, 120, 70, 30, 10)
FIRST = "Aiko Anselm Bea Bohdan Ciara Dries Efe Fatou Gwen Håkon Ilse Jovan Keir Lucía Mo Núria Oma"
LAST = "Abara Bērziņš D’Arcy Fernández Grünwald Ito Kovač Lê Mbeki Núñez O’Hara Petit Rossi Šarić"
TEAMS = ("Grid & Mains", "Billing", "Field – North", "Legal/Compliance", "Data")
TOWNS = ("Holm HQ", "Skarn depot", "HOLM HQ", "Home-based")
DAYS = ("{0:04}-{1:02}-{2:02}", "{2}.{1}.{0}", "{2:02}/{1:02}/{0}", "{0}/{1}/{2}", "{2} Mar {0}")


def odd_staff(rows=1000, seed=4):
    """The list as bytes: sixteen bits a letter, tabs, holes, loops, twins and a total below."""
    drawn = Random(seed)
    written = io.StringIO()
    writer = csv.writer(written, delimiter="\t", lineterminator="\r\n")
    writer.writerow(HEADERS)
    bands = sorted(drawn.choices(range(len(BANDS)), SHARES, k=rows), reverse=True)
    refs = [f"{at:05}/{drawn.choice('AX')}" for at in range(rows)]
    for at in range(rows):
        writer.writerow(_row(drawn, at, bands[at], refs))
    writer.writerow([])
    writer.writerow(["Total", f"{rows} colleagues"])
    return written.getvalue().encode("utf-16")


def _row(drawn, at, band, refs):
    first, last = drawn.choice(FIRST.split()), drawn.choice(LAST.split())
    return [
        refs[at],
        f"{last}, {first}" if drawn.random() < 0.95 else f"{first} {last}",
        f"{first[0]}.{at}@odd-works.example".upper() if drawn.random() < 0.94 else "",
        drawn.choice(("Fitter", "Planner", "Analyst", "Clerk", "")),
        BANDS[band] if drawn.random() < 0.97 else drawn.choice(("", "n/a", "-")),
        drawn.choice(TEAMS),
        drawn.choice(TOWNS),
        _manager(drawn, at, refs),
        drawn.choice(DAYS).format(drawn.randint(2003, 2025), 3, drawn.randint(1, 28)),
        drawn.choice(("100", "80", "60,5")),
        drawn.choice(("mother", "partner", "")),
    ]


def _manager(drawn, at, refs):
    """Mostly somebody above; sometimes nobody, herself, or somebody who reports to her."""
    luck = drawn.random()
    if luck < 0.04 or not at:
        return ""
    if luck < 0.05:
        return refs[at]
    if luck < 0.06:
        return refs[min(at + drawn.randrange(9), len(refs) - 1)]
    return refs[drawn.randrange(max(at // 3, 1))]
