"""Fetches what lies at an address that somebody typed: nothing from inside, and never much.

A name is resolved once, every address it has must be a public one, and the connection goes to the
address that was looked at, so that a name cannot turn to an inner one in between. Redirects are
looked at in the same way. Whoever runs the site may allow inner addresses.
"""

import base64
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 4
PIECE = 64 * 1024
# What OpenSSL says of a certificate: X509_V_ERR_CERT_HAS_EXPIRED, …_HOSTNAME_MISMATCH, …_IP_….
HAS_EXPIRED, FOR_ANOTHER_NAME = 10, (62, 64)
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Old ways to say an inner address, which Python takes for public ones.
NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        ("::/96", "64:ff9b:1::/48", "fec0::/10", "192.0.0.0/24", "192.88.99.0/24"),
    )
)
IP = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Limits:
    """What one answer may take: bytes of its body, and seconds in all."""

    most_bytes: int
    seconds: float


@dataclass(frozen=True)
class Question:
    """What is asked of a server. Name and password go only to the host they were given for.

    Where nothing `is_followed`, an answer that leads elsewhere is the answer.
    """

    url: str
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    user: str = ""
    password: str = field(default="", repr=False)
    is_followed: bool = True


@dataclass(frozen=True)
class Answered:
    status: int
    body: bytes
    url: str


class OutOfReachError(Exception):
    """Why there is no answer, in a sentence for whoever typed the address."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def ends_at(limits: Limits) -> float:
    """When the time is over for questions that belong together and begin now."""
    return time.monotonic() + limits.seconds


def fetch(question: Question, limits: Limits, *, until: float | None = None) -> Answered:
    """Ask once, follow a few redirects, and raise OutOfReachError where there is no answer."""
    until = until or ends_at(limits)
    try:
        return _followed(question, limits, until)
    except ssl.SSLError as error:
        _left(until)
        raise OutOfReachError(_why_not_safe(error)) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        _left(until)
        raise OutOfReachError(_("Nothing answers at this address.")) from error


def _followed(question: Question, limits: Limits, until: float) -> Answered:
    url, home = question.url, urlsplit(question.url).netloc
    for _turn in range(MOST_REDIRECTS + 1):
        knows_us = urlsplit(url).netloc == home
        status, place, body = _ask(question, url, knows_us, limits, until)
        if status not in REDIRECTS or not place or not question.is_followed:
            return Answered(status, body, url)
        url = urljoin(url, place)
    raise OutOfReachError(_("This address leads on and on. Take the one it ends at."))


def _ask(
    question: Question, url: str, knows_us: bool, limits: Limits, until: float
) -> tuple[int, str, bytes]:
    parts = urlsplit(url)
    if not parts.hostname or parts.username or parts.scheme not in _schemes():
        raise OutOfReachError(_("An address begins with https:// and names a server."))
    is_secure = parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    address = _looked_at(parts.hostname, port)
    connection = _Connection(parts.hostname, port, address, is_secure, _left(until))
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    headers = {"User-Agent": "Turnabout", "Accept-Encoding": "identity", **question.headers}
    if question.user and knows_us:
        known = base64.b64encode(f"{question.user}:{question.password}".encode()).decode()
        headers["Authorization"] = f"Basic {known}"
    with _ended_at(until, connection):
        connection.request(question.method, path, body=question.body or None, headers=headers)
        answer = connection.getresponse()
        if answer.status in REDIRECTS:
            return answer.status, answer.getheader("Location") or "", b""
        return answer.status, "", _body(answer, limits, until)


@contextmanager
def _ended_at(until: float, connection: "_Connection") -> Iterator[None]:
    """Cut a conversation when its time is over.

    A pause of the other end is no measure: one byte now and then keeps a conversation alive for
    ever, in a handshake, in a header and in a body alike.
    """
    watch = threading.Timer(_left(until), _cut, (connection,))
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        connection.close()


def _body(answer: http.client.HTTPResponse, limits: Limits, until: float) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while True:
        piece = answer.read1(PIECE)
        if not piece:
            # What was cut may look like what has come to its end.
            _left(until)
            return b"".join(pieces)
        size += len(piece)
        if size > limits.most_bytes:
            raise OutOfReachError(_("What lies there is too large to be read."))
        pieces.append(piece)


def _why_not_safe(error: ssl.SSLError) -> str | Promise:
    """What is wrong with a server's certificate, and who can mend it."""
    if not isinstance(error, ssl.SSLCertVerificationError):
        return _("This server does not let a safe connection come about.")
    if error.verify_code == HAS_EXPIRED:
        return _("The certificate of this server has run out. Whoever runs the server renews it.")
    if error.verify_code in FOR_ANOTHER_NAME:
        return _("The certificate of this server is for another name. Look at the address again.")
    return _(
        "Nobody whom this site trusts has signed the certificate of this server. Whoever runs the "
        "site can let it trust the issuer."
    )


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise OutOfReachError(_("It takes too long to answer."))
    return left


def _schemes() -> tuple[str, ...]:
    return ("https", "http") if settings.REACHES_INSIDE else ("https",)


def _looked_at(host: str, port: int) -> str:
    """One address of a host, if all of them may be reached."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(one[4][0]).split("%", 1)[0] for one in found]
    if not settings.REACHES_INSIDE and not all(map(is_public, addresses)):
        raise OutOfReachError(_("This server is inside a network that Turnabout does not reach."))
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address is out in the open, and does not only carry an inner one within it."""
    ip = ipaddress.ip_address(address)
    return all(map(_is_open, (ip, *_carried_by(ip))))


def _is_open(ip: IP) -> bool:
    is_inner = any(ip in network for network in NOT_PUBLIC if network.version == ip.version)
    return ip.is_global and not ip.is_multicast and not is_inner


def _carried_by(ip: IP) -> list[ipaddress.IPv4Address]:
    if ip.version == 4:
        return []
    carried = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in NAT64:
        carried.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return [one for one in carried if one is not None]


class _Connection(http.client.HTTPConnection):
    """A connection to one address, under the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, is_secure: bool, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self.address, self.is_secure = address, is_secure
        self.line: socket.socket | None = None
        if is_secure:
            self.default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        self.line = self.sock
        if self.is_secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.line = self.sock
            self.sock.do_handshake()


def _cut(connection: _Connection) -> None:
    """End a conversation from another thread: whoever waits for a byte waits no longer."""
    with suppress(OSError):
        if connection.line is not None:
            # What lies below TLS, which has to be told nothing.
            socket.socket.shutdown(connection.line, socket.SHUT_RDWR)
