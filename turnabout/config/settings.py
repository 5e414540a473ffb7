"""Every setting of Turnabout. Values come from the environment; the defaults suit a first run."""

import sys
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env

from turnabout.config.secret import kept_secret

env = Env()
PACKAGE = Path(__file__).resolve().parent.parent

MODE: str = env.str("TURNABOUT_MODE", "development")
if MODE not in ("production", "development", "demo"):
    sys.exit("TURNABOUT_MODE is production, development or demo; it says: " + MODE)
DEBUG = False
DATA_FOLDER = Path(env.str("TURNABOUT_DATA", "data")).resolve()
SITE_ADDRESS: str = env.str("TURNABOUT_SITE_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
SITE_HOST = SITE_ADDRESS.split("//", 1)[-1].split("/", 1)[0]
IS_SECURE_SITE = SITE_ADDRESS.startswith("https://")
SECRET_KEY = env.str("TURNABOUT_SECRET_KEY", "") or kept_secret(DATA_FOLDER / "secret.txt")
VAULT_KEY_FILE = Path(env.str("TURNABOUT_VAULT_KEY_FILE", str(DATA_FOLDER / "vault.key")))
ERASURE_LIST_FILE = Path(env.str("TURNABOUT_ERASURE_LIST", str(DATA_FOLDER / "erasures.jsonl")))
ALLOWED_HOSTS = [SITE_HOST.rsplit(":", 1)[0], *env.list("TURNABOUT_EXTRA_HOSTS", [])]
if MODE != "production":
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "testserver"]
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
if env.bool("TURNABOUT_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "turnabout.foundation.common",
    "turnabout.foundation.trust",
    "turnabout.foundation.notices",
    "turnabout.foundation.accounts",
    "allauth",
    "allauth.account",
    "turnabout.frame.directory",
    "turnabout.frame.topics",
    "turnabout.frame.questions",
    "turnabout.frame.programmes",
    "turnabout.frame.content",
    "turnabout.joining.interest",
    "turnabout.joining.applications",
    "turnabout.joining.matching",
    "turnabout.together.pairs",
    "turnabout.together.meetings",
    "turnabout.together.gatherings",
    "turnabout.together.recognition",
    "turnabout.listening.checkins",
    "turnabout.listening.concerns",
    "turnabout.listening.signals",
    "turnabout.outcomes.figures",
    "turnabout.faces.home",
    "turnabout.faces.rehearsal",
    "turnabout.faces.privacy",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "turnabout.foundation.accounts.middleware.who_acts",
    "turnabout.foundation.accounts.middleware.marks_acts",
    "django.middleware.locale.LocaleMiddleware",
    "turnabout.foundation.accounts.middleware.language_of_the_person",
    "turnabout.foundation.accounts.middleware.words_of_the_programme",
    "turnabout.foundation.accounts.middleware.zone_of_the_person",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "turnabout.foundation.common.middleware.private_pages",
    "turnabout.foundation.common.middleware.without_null_signs",
    "turnabout.foundation.common.middleware.RefusalPages",
]

ROOT_URLCONF = "turnabout.config.urls"
WSGI_APPLICATION = "turnabout.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "turnabout.foundation.common.http.page_context",
            ],
        },
    },
    # Mails are rendered by an engine in which each sentence may have an organisation's own words.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "mails",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"libraries": {"i18n": "turnabout.foundation.notices.own_words"}},
    },
]


def _database(variable: str, file_name: str) -> dict[str, Any]:
    url: str = env.str(variable, "")
    if url:
        try:
            database: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60))
        except ValueError:
            sys.exit(f"turnabout: {variable} is not the address of a database.")
        database["CONN_HEALTH_CHECKS"] = True
        return database
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_FOLDER / file_name,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
            "PRAGMA secure_delete=ON;PRAGMA mmap_size=134217728;"
            "PRAGMA journal_size_limit=67108864;PRAGMA cache_size=-20000;",
        },
    }


DATABASES = {
    "default": _database("TURNABOUT_DATABASE_URL", "turnabout.sqlite3"),
    "keys": _database("TURNABOUT_KEYS_DATABASE_URL", "keys.sqlite3"),
}
DATABASE_ROUTERS = ["turnabout.foundation.trust.router.KeysApart"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "turnabout.foundation.accounts.hashers.ModestArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "turnabout.foundation.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "turnabout.foundation.accounts.forms.LoginForm",
    "reauthenticate": "turnabout.foundation.accounts.forms.ReauthenticateForm",
    "change_password": "turnabout.foundation.accounts.forms.ChangePasswordForm",
    "set_password": "turnabout.foundation.accounts.forms.SetPasswordForm",
    "reset_password": "turnabout.foundation.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "turnabout.foundation.accounts.forms.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE_SITE
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "turnabout.foundation.common.views.form_expired"
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE_SITE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = IS_SECURE_SITE
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if MODE == "production"
    else "turnabout.foundation.notices.backends.KeptMail"
)
EMAIL_HOST = env.str("TURNABOUT_MAIL_HOST", "localhost")
EMAIL_PORT = env.int("TURNABOUT_MAIL_PORT", 25)
EMAIL_HOST_USER = env.str("TURNABOUT_MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.str("TURNABOUT_MAIL_PASSWORD", "")
EMAIL_USE_TLS = env.bool("TURNABOUT_MAIL_STARTTLS", False)
EMAIL_USE_SSL = env.bool("TURNABOUT_MAIL_TLS", False)
EMAIL_TIMEOUT = 20
# Where mail stays, there is no server to be polite to.
MAILS_PER_MINUTE = env.int("TURNABOUT_MAILS_PER_MINUTE", 300) if MODE == "production" else 0
# Chat is off until the owner names the hosts that may be written to.
CHAT_HOSTS: list[str] = env.list("TURNABOUT_CHAT_HOSTS", [])
DEFAULT_FROM_EMAIL = env.str("TURNABOUT_MAIL_FROM", "Turnabout <turnabout@localhost>")
REPLIES_ADDRESS: str = env.str("TURNABOUT_REPLIES_ADDRESS", "")
REPLIES_HOST: str = env.str("TURNABOUT_REPLIES_HOST", "")
REPLIES_PORT = env.int("TURNABOUT_REPLIES_PORT", 993)
REPLIES_USER: str = env.str("TURNABOUT_REPLIES_USER", "")
REPLIES_PASSWORD: str = env.str("TURNABOUT_REPLIES_PASSWORD", "")
REPLIES_TLS = env.bool("TURNABOUT_REPLIES_TLS", True)
REPLIES_FOLDER: str = env.str("TURNABOUT_REPLIES_FOLDER", "INBOX")

# Whether calendars that people connect may lie inside the own network, and answer without TLS.
REACHES_INSIDE = env.bool("TURNABOUT_REACHES_INSIDE", False)

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}
# In mails `{% load i18n %}` leads to sentences that an organisation may rewrite, on purpose.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"links": {"()": "turnabout.foundation.common.log_lines.HidesLinks"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["links"]}
    },
    "root": {"handlers": ["stderr"], "level": env.str("TURNABOUT_LOG_LEVEL", "WARNING")},
}
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
TEST_RUNNER = "django.test.runner.DiscoverRunner"
