"""`turnabout doctor`: what is misconfigured, in words, and what to do about it."""

import argparse
import shutil
import stat
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError

from turnabout.faces.home.owner import work_needs
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import stores
from turnabout.foundation.trust.audit import first_broken_entry
from turnabout.foundation.trust.models import WrappedKey

LEAST_FREE_BYTES = 500_000_000
GROUP_OR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Takes nothing."""


def run(arguments: argparse.Namespace) -> int:
    findings = [*dangers(), *advice()]
    for finding in findings:
        print(f"- {finding}")
    if not findings:
        print("All is well.")
    return 1 if findings else 0


def dangers() -> list[str]:
    """What must not be so in production; `serve` refuses to start with it."""
    if settings.MODE != "production":
        return []
    found = []
    if not settings.IS_SECURE_SITE:
        found.append(
            f"TURNABOUT_SITE_ADDRESS is {settings.SITE_ADDRESS}. People sign in there, so it has "
            "to begin with https://."
        )
    if len(settings.SECRET_KEY) < 40:
        found.append(
            "TURNABOUT_SECRET_KEY is shorter than 40 characters. Leave it out and a good one is "
            "made in the data folder."
        )
    if "*" in settings.ALLOWED_HOSTS:
        found.append("TURNABOUT_EXTRA_HOSTS holds *. Name each host that leads to this site.")
    if "localhost" in settings.DEFAULT_FROM_EMAIL:
        found.append(
            "TURNABOUT_MAIL_FROM is not set. Mail from localhost is thrown away by most servers."
        )
    return found


def advice() -> list[str]:
    """What is not dangerous yet, but will trouble somebody."""
    return [
        *_data_folder(),
        *_databases(),
        *_vault(),
        *_chain(),
        *_work(),
        *_mail(),
        *_replies(),
    ]


def _data_folder() -> list[str]:
    folder = settings.DATA_FOLDER
    if not folder.exists():
        return [f"The data folder {folder} does not exist yet. `turnabout serve` makes it."]
    if shutil.disk_usage(folder).free < LEAST_FREE_BYTES:
        return [f"Less than 500 MB are free where {folder} is. Make room."]
    return []


def _databases() -> list[str]:
    found = []
    for alias in ("default", "keys"):
        try:
            waiting = stores.changes_waiting(alias)
        except DatabaseError as error:
            found.append(f"The database {alias} does not answer: {error}".strip())
            continue
        if waiting:
            found.append(
                f"The database {alias} waits for {waiting} changes. `turnabout serve` makes "
                "them when it starts."
            )
    return found


def _vault() -> list[str]:
    file = settings.VAULT_KEY_FILE
    try:
        has_keys = WrappedKey.objects.exists()
    except DatabaseError:
        return []
    if has_keys and not file.exists():
        return [f"The vault key {file} is missing. Put it back; without it nothing sealed opens."]
    if file.exists() and file.stat().st_mode & GROUP_OR_OTHERS:
        return [f"Others on this machine can read {file}. Run: chmod 400 {file}"]
    return []


def _chain() -> list[str]:
    try:
        number = first_broken_entry()
    except DatabaseError:
        return []
    if number is None:
        return []
    return [f"The audit chain is broken at entry {number}. Somebody changed it by hand."]


def _work() -> list[str]:
    """What stops mails and jobs, as the owner's page says it."""
    try:
        return [f"{need.title}. {need.text}" for need in work_needs(now())]
    except DatabaseError:
        return []


def _mail() -> list[str]:
    """Whether the mail server lets us in. Asked in production alone, where mail leaves."""
    if settings.MODE != "production":
        return []
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        connection = get_connection()
        connection.open()
        connection.close()
    except (SMTPException, OSError) as error:
        return [f"The mail server {where} does not let us in: {error}"]
    return []


def _replies() -> list[str]:
    """Where calendars answer: an address and a mailbox, or neither."""
    address, host = settings.REPLIES_ADDRESS, settings.REPLIES_HOST
    if address and "@" not in address:
        return ["TURNABOUT_REPLIES_ADDRESS is no mail address. Write it like dates@example.org."]
    if bool(address) != bool(host):
        return [
            "Calendars answer only where both TURNABOUT_REPLIES_ADDRESS and TURNABOUT_REPLIES_HOST "
            "are set. Set both, or none."
        ]
    return []
