"""What a word for a place of work tells: which place it is, and what its clocks show. Pure."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from turnabout.frame.directory.values import read_zone
from turnabout.frame.directory.vocabulary import plain

# Words of a place that do not say where it is.
_ANYWHERE = re.compile(
    r"\b(hq|headquarters|head|offices?|campus|site|building|bldg|tower|plant|factory|branch|main|"
    r"central|floor|sede|oficinas?|planta|edificio|fabrica|centro|zentrale|standort|niederlassung|"
    r"werk|buro|siege|bureau|usine|city|the|of|de)\b"
)
# Names that several well-known cities share.
_SHARED = frozenset({"cordoba", "merida", "san juan", "leon"})
# Large cities after which no time zone is named.
_CITIES = {
    "Europe/Berlin": "munich|munchen|muenchen|hamburg|frankfurt|cologne|koln|koeln|stuttgart|"
    "dusseldorf|duesseldorf|leipzig|dresden|hannover|nuremberg|nurnberg|bremen|bonn",
    "Europe/Madrid": "barcelona|valencia|sevilla|seville|bilbao|zaragoza|malaga|murcia|"
    "valladolid|vigo|pamplona|san sebastian|donostia",
    "Atlantic/Canary": "las palmas|tenerife",
    "Europe/Rome": "milan|milano|turin|torino|naples|napoli|bologna|roma",
    "Europe/Paris": "lyon|marseille|toulouse|lille|nice|bordeaux|nantes|strasbourg",
    "Europe/Zurich": "geneva|geneve|basel|bern|lausanne",
    "Europe/London": "manchester|leeds|edinburgh|glasgow|bristol|cardiff|sheffield|liverpool|"
    "londres",
    "Europe/Lisbon": "porto|lisboa",
    "Europe/Amsterdam": "rotterdam|eindhoven|utrecht|the hague|den haag",
    "Europe/Brussels": "antwerp|antwerpen|ghent|gent|bruxelles|brussel",
    "Europe/Vienna": "wien|graz|linz|salzburg",
    "Europe/Warsaw": "krakow|cracow|gdansk|wroclaw|poznan|lodz|warszawa",
    "Europe/Prague": "praha|brno",
    "Europe/Stockholm": "gothenburg|goteborg|malmo",
    "Europe/Copenhagen": "aarhus|kobenhavn",
    "Asia/Kolkata": "mumbai|bangalore|bengaluru|hyderabad|chennai|pune|delhi|new delhi|gurgaon|"
    "gurugram|noida",
    "Asia/Shanghai": "beijing|shenzhen|guangzhou|chengdu",
    "Asia/Tokyo": "osaka|yokohama|nagoya",
    "America/New_York": "boston|atlanta|miami|philadelphia|washington dc|charlotte|nyc",
    "America/Chicago": "dallas|houston|austin|minneapolis|nashville",
    "America/Los_Angeles": "san francisco|seattle|san diego|palo alto|mountain view",
    "America/Toronto": "montreal|ottawa",
    "America/Sao_Paulo": "rio de janeiro|brasilia|belo horizonte|curitiba",
    "America/Bogota": "medellin|cali",
    "America/Mexico_City": "guadalajara|ciudad de mexico|cdmx|puebla",
}
_COUNTRIES = {
    "ES": "spain|espana|spanien|espagne",
    "PT": "portugal",
    "DE": "deutschland|alemania|allemagne",
    "FR": "francia|frankreich",
    "IT": "italia|italien|italie",
    "GB": "uk|united kingdom|great britain|england|scotland|wales|reino unido|inglaterra",
    "PL": "polonia|polen|polska",
    "NL": "holland|holanda|paises bajos|niederlande|nederland",
    "CH": "suiza|schweiz|suisse",
    "AT": "osterreich",
    "BE": "belgica|belgien|belgique|belgie",
    "SE": "suecia|schweden|sverige",
    "IE": "irlanda|irland",
    "DK": "dinamarca|danemark|danmark",
    "NO": "noruega|norwegen|norge",
    "JP": "japon|japan",
}
# Where nearly everybody keeps the clock of one zone, though the country has islands with another.
_MAINLAND = {"ES": "Europe/Madrid", "PT": "Europe/Lisbon"}


def place_words(name: str) -> str:
    """The words that say where it is, so that “Berlin HQ” and “berlin” are alike."""
    words = plain(name)
    return " ".join(_ANYWHERE.sub(" ", words).split()) or words or name


def zone_of(text: str) -> str:
    """The time zone that a city, a country or the name of a zone tells; empty where none does."""
    zone = read_zone(text)
    if zone is not None:
        return zone
    words = plain(text).split()
    parts = {
        " ".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + 3, len(words)) + 1)
    }
    found = {_cities()[part] for part in parts if part in _cities()}
    if not found:
        found = {_countries()[part] for part in parts if part in _countries()}
    return found.pop() if len(found) == 1 else ""


def _table(name: str) -> list[list[str]]:
    text = resources.files("tzdata.zoneinfo").joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    named = {plain(row[2].rsplit("/", 1)[-1]): row[2] for row in _table("zone.tab")}
    more = {city: zone for zone, cities in _CITIES.items() for city in cities.split("|")}
    return {city: zone for city, zone in (named | more).items() if city not in _SHARED}


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Each country that keeps one time, by its names."""
    zones: dict[str, list[str]] = {}
    for row in _table("zone.tab"):
        zones.setdefault(row[0], []).append(row[2])
    one = {
        code: _MAINLAND.get(code) or names[0]
        for code, names in zones.items()
        if code in _MAINLAND or len({_clock(name) for name in names}) == 1
    }
    english = {plain(name): one[code] for code, name in _table("iso3166.tab") if code in one}
    return english | {
        name: one[code] for code, names in _COUNTRIES.items() for name in names.split("|")
    }


def _clock(zone: str) -> tuple[object, object]:
    """How far a zone is from universal time, in winter and in summer."""
    winter, summer = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
    there = ZoneInfo(zone)
    return winter.astimezone(there).utcoffset(), summer.astimezone(there).utcoffset()
