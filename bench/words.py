"""The words that drawn people use: places, professions, languages, topics."""

WORKDAYS = 5
HOURS_A_DAY = 9

PLACES = tuple(f"place {number}" for number in range(12))
PROFESSIONS = (
    "operations",
    "engineering",
    "sales",
    "finance",
    "care",
    "policy",
    "design",
    "law",
)
MARKETS = tuple(f"market {number}" for number in range(9))
VALUES = tuple(f"value {number}" for number in range(12))
MEETS = (
    frozenset({"online", "on site"}),
    frozenset({"online"}),
    frozenset({"on site"}),
)

# By place: what most people there speak, what some speak, what few speak.
LANGUAGES = tuple(
    (
        frozenset({"english", local}),
        frozenset({"english"}),
        frozenset({local}),
    )
    for local in ("spanish", "german", "polish", "hindi") * 3
)

# The last fifth is what seniors give back; the rest is what juniors show.
TOPICS = tuple(f"topic {number:03}" for number in range(200))
FIRST_GIVEN_BACK = 160
KEYWORDS = tuple(f"word {number * 37 % 70}" for number in range(len(TOPICS)))
