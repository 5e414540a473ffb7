"""What columns of staff lists are called, in the words people use."""

import re
import unicodedata
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Field(StrEnum):
    """What a column can mean to us."""

    HR_ID = "hr_id"
    NAME = "name"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    MAIL = "mail"
    JOB_TITLE = "job_title"
    LEVEL = "level"
    UNIT = "unit"
    PLACE = "place"
    MANAGER = "manager"
    LANGUAGE = "language"
    ZONE = "zone"
    STARTED_ON = "started_on"
    LEFT_ON = "left_on"
    AWAY_UNTIL = "away_until"
    STATUS = "status"
    KEPT = "kept"
    NOT_USED = "not_used"
    LEFT_OUT = "left_out"


MEANINGS = {
    Field.HR_ID: _("Staff number: how a person is recognised in the next list"),
    Field.NAME: _("Full name"),
    Field.GIVEN_NAME: _("Given name"),
    Field.FAMILY_NAME: _("Family name"),
    Field.MAIL: _("Mail address"),
    Field.JOB_TITLE: _("Job title"),
    Field.LEVEL: _("Level: how senior somebody is"),
    Field.UNIT: _("Department or team"),
    Field.PLACE: _("Place of work"),
    Field.MANAGER: _("Manager: whom somebody reports to"),
    Field.LANGUAGE: _("Language to write to somebody in"),
    Field.ZONE: _("Time zone"),
    Field.STARTED_ON: _("First day here"),
    Field.LEFT_ON: _("Last day here"),
    Field.AWAY_UNTIL: _("Away until"),
    Field.STATUS: _("Whether somebody works now, is away for long, or has left"),
    Field.KEPT: _("Kept to match people by: a column of your own"),
    Field.NOT_USED: _("Not used"),
    Field.LEFT_OUT: _("Left out on purpose"),
}


def _names(text: str) -> list[str]:
    return text.split("|")


def short_meaning(field: Field) -> str:
    """The meaning without its explanation, for menus and messages."""
    return str(MEANINGS[field]).split(":", 1)[0]


# For each meaning the names that say it by themselves, the surest first.
NAMES: dict[Field, list[str]] = {
    Field.HR_ID: _names(
        "employee id|employee number|employee no|employee nr|employee code|emp id|emp no|"
        "emp number|emp code|empid|staff id|staff number|staff no|personnel number|"
        "personnel no|personnel id|payroll number|payroll id|worker id|worker number|"
        "associate id|colleague id|hr id|hrid|person id|person number|uid|user id|"
        "id empleado|id de empleado|numero de empleado|n de empleado|n empleado|num empleado|"
        "no empleado|codigo empleado|codigo de empleado|numero de personal|legajo|"
        "matricula|id trabajador|numero de trabajador|expediente|personalnummer|"
        "personal nr|pers nr|persnr|mitarbeiternummer|mitarbeiter id|matricule|"
        "numero employe|personeelsnummer|medewerkernummer|anstallningsnummer|medarbejdernr|"
        "numero funcionario|employee|id|number|no|nr|num"
    ),
    Field.NAME: _names(
        "full name|fullname|name|employee name|display name|displayname|worker name|"
        "staff name|legal name|preferred name|nombre completo|nombre y apellidos|"
        "apellidos y nombre|nombre empleado|nombre del empleado|vollstandiger name|"
        "nom complet|nome completo|naam|navn|namn|person|colleague"
    ),
    Field.GIVEN_NAME: _names(
        "given name|first name|firstname|givenname|forename|fname|known as|nombre|"
        "nombre de pila|nombres|vorname|prenom|nome|voornaam|fornavn|fornamn|imie"
    ),
    Field.FAMILY_NAME: _names(
        "family name|last name|lastname|surname|familyname|lname|sn|apellidos|apellido|"
        "primer apellido|apellido 1|apellido1|segundo apellido|apellido 2|apellido2|"
        "nachname|familienname|nom de famille|nom|cognome|sobrenome|achternaam|efternavn|"
        "efternamn|nazwisko"
    ),
    Field.MAIL: _names(
        "email|e mail|mail|email address|e mail address|mail address|emailaddress|"
        "work email|work e mail|business email|company email|corporate email|office email|"
        "primary email|upn|user principal name|correo|correo electronico|"
        "direccion de correo|direccion de correo electronico|email corporativo|"
        "correo corporativo|correo de empresa|mailadresse|e mail adresse|courriel|"
        "adresse mail|adresse email|adresse electronique"
    ),
    Field.JOB_TITLE: _names(
        "job title|jobtitle|title|position|position title|job|job role|jobrole|role|"
        "job name|occupation|job position|designation|puesto|cargo|puesto de trabajo|"
        "titulo del puesto|denominacion del puesto|ocupacion|stellenbezeichnung|position "
        "name|berufsbezeichnung|funktion|poste|intitule de poste|fonction|funzione|functie"
    ),
    Field.LEVEL: _names(
        "level|job level|joblevel|grade|job grade|career level|seniority|seniority level|"
        "band|job band|career band|pay grade|salary grade|pay band|salary band|management level|"
        "grade level|rank|nivel|categoria|grado|nivel profesional|categoria profesional|"
        "nivel de puesto|grupo profesional|stufe|entgeltgruppe|karrierestufe|niveau|echelon|"
        "livello|nivel hierarquico"
    ),
    Field.UNIT: _names(
        "department|dept|department name|unit|org unit|organisational unit|"
        "organizational unit|organisation unit|team|team name|division|business unit|"
        "directorate|area|function|business area|section|organisation|organization|"
        "departamento|area funcional|unidad|unidad organizativa|equipo|direccion general|"
        "seccion|abteilung|bereich|service|departement|reparto|afdeling|avdeling|avdelning|"
        "cost center name|cost centre name"
    ),
    Field.PLACE: _names(
        "site|work location|location|office|office location|workplace|place|place of work|"
        "work site|location name|building|campus|city|town|centro de trabajo|centro|sede|"
        "ubicacion|lugar de trabajo|oficina|ciudad|localidad|standort|arbeitsort|lieu|"
        "lieu de travail|luogo|vestiging|country|pais|land"
    ),
    Field.MANAGER: _names(
        "manager id|manager employee id|manager number|manager no|manager hr id|"
        "supervisor id|line manager id|reports to id|boss id|id jefe|id del jefe|"
        "id responsable|id manager|id supervisor|manager email|manager e mail|manager mail|"
        "line manager email|supervisor email|correo del responsable|email del responsable|"
        "correo jefe|manager|line manager|supervisor|reports to|reporting to|"
        "direct manager|reporting manager|people manager|boss|manager name|"
        "line manager name|supervisor name|responsable|responsable directo|jefe|"
        "jefe directo|superior|superior jerarquico|mando|mando directo|supervisor directo|"
        "reporta a|depende de|vorgesetzter|vorgesetzte|fuhrungskraft|responsable "
        "hierarchique|n 1|capo|leidinggevende|naermeste leder|chef"
    ),
    Field.LANGUAGE: _names(
        "language|lang|preferred language|correspondence language|language code|locale|idioma|"
        "idioma preferido|lengua|sprache|korrespondenzsprache|langue|lingua|taal"
    ),
    Field.ZONE: _names(
        "time zone|timezone|tz|zone|zona horaria|huso horario|zeitzone|fuseau horaire"
    ),
    Field.STARTED_ON: _names(
        "start date|hire date|hired on|date of hire|hiring date|started on|start|"
        "joining date|date of joining|join date|joined on|joined|original hire date|entry date|"
        "employment start date|service date|company entry|fecha de alta|fecha alta|"
        "fecha de ingreso|fecha ingreso|fecha de incorporacion|fecha incorporacion|"
        "fecha de inicio|fecha inicio|antiguedad desde|eintrittsdatum|eintritt|"
        "date d embauche|date d entree|data di assunzione|datum in dienst"
    ),
    Field.LEFT_ON: _names(
        "end date|termination date|leaving date|leave date|left on|last day|"
        "last working day|exit date|date of leaving|employment end date|separation date|"
        "fecha de baja|fecha baja|fecha de salida|fecha fin|fecha de cese|austrittsdatum|"
        "austritt|date de sortie|date de depart|datum uit dienst"
    ),
    Field.AWAY_UNTIL: _names(
        "away until|leave until|on leave until|return date|back on|expected return|"
        "ausente hasta|fecha de regreso|fecha de reincorporacion|abwesend bis"
    ),
    Field.STATUS: _names(
        "status|employment status|employee status|worker status|active|is active|active "
        "status|estado|situacion|situacion laboral|estado laboral|activo|aktiv|statut"
    ),
}

# Words inside a longer name that still say it ("Manager's staff number" is a manager).
WORDS_INSIDE: tuple[tuple[Field, str], ...] = (
    (Field.MANAGER, "manager|supervisor|vorgesetzt|jefe|responsable|reports to|superior"),
    (Field.MAIL, "email|e mail|mail|correo"),
    (Field.HR_ID, "employee id|employee number|staff number|personnel number|personalnummer"),
    (Field.GIVEN_NAME, "first name|given name|vorname|prenom"),
    (Field.FAMILY_NAME, "last name|family name|surname|nachname|apellido|apellidos"),
    (Field.JOB_TITLE, "job title|position title|puesto"),
    (Field.LEVEL, "job level|career level|grade|nivel"),
    (Field.UNIT, "department|departamento|abteilung|business unit"),
    (Field.PLACE, "location|office|standort|sede"),
    (Field.STARTED_ON, "hire date|start date|fecha de alta|joining date"),
    (Field.LEFT_ON, "termination date|end date|fecha de baja"),
)

# Words that make a number about time or amount of what would otherwise be a manager or a level.
MEASURES = re.compile(
    r"\b(years?|months?|days?|hours?|times?|count|number of|num|rate|since|total|anos|meses|"
    r"horas|dias|is|es)\b"
)

_PROTECTED = _("It tells of a protected trait, which no rule here may use.")
_PRIVATE = _("It tells of somebody's private life, which is nobody's business here.")
_PAY = _("It tells of pay, which is not needed here.")
_RATING = _("It rates or judges somebody, which no rule here may use.")
_FEELING = _("It holds what somebody answered elsewhere, for another purpose.")
_IDENTITY = _("It is an official or private identity number or contact.")

LEFT_OUT_WORDS = (
    (
        _PROTECTED,
        r"age|ages|born|over18|over 18|edad|alter|birth|birthday|birthdate|dob|nacimiento|"
        r"geburt\w*|naissance|generation|generacion|gender|sex|sexo|genero|geschlecht|genre|pronouns?|"
        r"marital\w*|civil status|estado civil|familienstand|ethnic\w*|race|racial|etnia|raza|"
        r"religion|religious|faith|creed|konfession|disab\w*|discapacidad|minusvalia|"
        r"behinder\w*|handicap|orientation|lgbt\w*|trans\w*gender|transgender|health|salud|"
        r"illness|sick\w*|medical|pregnan\w*|maternity|nationality|nacionalidad|"
        r"staatsangehorigkeit|citizenship|immigration|veteran|union|sindicato|gewerkschaft|"
        r"politic\w*|caste|identity to match|match with similar identity|characteristics|"
        r"salutation|anrede|tratamiento|honorific",
    ),
    (
        _PAY,
        r"salary|salario|sueldo|gehalt|lohn|pay|paid|wage\w*|income|compensation|bonus|"
        r"stock\w*|equity|hourly rate|daily rate|monthly rate|hike|retribucion|nomina|"
        r"remuneration|commission|cost to company|ctc",
    ),
    (
        _RATING,
        r"performance|rating|ratings|appraisal|evaluation|evaluacion|desempeno|potential|"
        r"talent|nine box|9 box|leistung\w*|beurteilung|involvement|disciplin\w*|warning\w*|"
        r"flight risk|absen\w*",
    ),
    (_FEELING, r"satisfaction|satisfaccion|engagement|work life balance|happiness|enps|nps"),
    (
        _PRIVATE,
        r"home|private|personal email|personal mail|personal phone|children|hijos|"
        r"dependents?|spouse|next of kin|emergency|distance from home|domicilio|zip|postcode|"
        r"postal",
    ),
    (
        _IDENTITY,
        r"ssn|social security|national id|national insurance|nino|dni|nif|nie|nss|passport|"
        r"pasaporte|seguridad social|tax id|iban|bank account|cuenta bancaria|"
        r"sozialversicherung\w*|steuer\w*",
    ),
)
LEFT_OUT = tuple((reason, re.compile(rf"\b(?:{pattern})\b")) for reason, pattern in LEFT_OUT_WORDS)
SALUTATIONS = frozenset(
    _names("mr|mrs|ms|miss|mx|herr|frau|sr|sra|srta|d|dona|don|senor|senora|m|mme|mlle|dr|dra")
)
# Values that tell of a protected trait, whatever their column is called; two of one line say so.
TELLING = tuple(
    frozenset(_names(values))
    for values in (
        "male|female|m|f|w|h|man|woman|men|women|hombre|mujer|varon|masculino|femenino|mann|frau|"
        "mannlich|weiblich|divers|homme|femme|masculin|feminin|non binary|nonbinary|no binario|"
        "transgender|trans",
        "boomer|boomers|baby boomer|baby boomers|gen x|gen y|gen z|generation x|generation y|"
        "generation z|generacion x|generacion y|generacion z|millennial|millennials|silent",
        "christian|catholic|protestant|orthodox|muslim|jewish|hindu|buddhist|sikh|atheist|cristiana|"
        "cristiano|catolica|catolico|musulmana|musulman|judia|judio|budista|atea|ateo",
        "single|married|divorced|widowed|soltera|soltero|casada|casado|divorciada|divorciado|viuda|"
        "viudo|ledig|verheiratet|geschieden|verwitwet",
        "heterosexual|straight|gay|lesbian|bisexual|bisexual or pansexual|pansexual|lesbiana",
        "asian|black|white|hispanic|latina|latino|latinx|caucasian|arab|roma|mixed race",
    )
)
SAYS_NOTHING = frozenset(
    _names(
        "other|others|unknown|not stated|prefer not to say|rather not say|x|n a|na|none|otro|otra|"
        "otros|prefiere no decirlo|no consta|andere|autre"
    )
)

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_WORD = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """A name reduced to its words: no case, no accents, no signs, camels split."""
    text = _CAMEL.sub(" ", text.replace("º", " ").replace("ª", " ").replace("ß", "ss"))
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _NO_WORD.sub(" ", text).strip()
