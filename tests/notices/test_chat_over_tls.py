"""A webhook behind TLS: who is trusted is written to; of others a sentence says why not."""

import ssl
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.urls import reverse

from turnabout.foundation.common import outside
from turnabout.foundation.notices import webhooks
from turnabout.foundation.notices.models import Webhook

HOST = "chat.northmere.example"
# Certificates are looked at by the machine's clock.
NOW = datetime.now(UTC)
YEAR = timedelta(days=365)


def certificate(name, key, *, by, until=NOW + YEAR, is_authority=False):
    issuer, issuers_key = by or (_named(name), key)
    made = x509.CertificateBuilder().subject_name(_named(name)).issuer_name(issuer)
    made = made.public_key(key.public_key()).serial_number(x509.random_serial_number())
    made = made.not_valid_before(NOW - 2 * YEAR).not_valid_after(until)
    made = made.add_extension(x509.BasicConstraints(is_authority, None), critical=True)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return made.sign(issuers_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def _named(name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


class _Chat(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.arrived.append((self.headers["Host"], self.path, body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_said):
        """Say nothing."""


class _Server(HTTPServer):
    def handle_error(self, *_told):
        """Who does not trust it hangs up, and that is what is looked at here."""


@pytest.fixture
def chat_server(tmp_path, settings, monkeypatch):
    """A server with TLS whose certificate can be changed, and the one authority that is trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    authority = (_named("authority"), ec.generate_private_key(ec.SECP256R1()))
    trusted, held = tmp_path / "trusted.pem", tmp_path / "held.pem"
    trusted.write_bytes(certificate("authority", authority[1], by=None, is_authority=True))
    written = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server = _Server(("127.0.0.1", 0), _Chat)
    server.arrived = []

    def hold(name=HOST, *, by=authority, **fields):
        held.write_bytes(written + certificate(name, key, by=by, **fields))
        context.load_cert_chain(held)

    server.hold = hold
    hold()
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.REACHES_INSIDE, settings.CHAT_HOSTS = True, [HOST]
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setattr(webhooks, "HTTPS", server.server_port)
    place = (2, 1, 6, "", ("127.0.0.1", server.server_port))
    monkeypatch.setattr(outside.socket, "getaddrinfo", lambda *_a, **_k: [place])
    yield server
    server.shutdown()
    server.server_close()


def test_a_certificate_decides_whether_a_chat_is_written_to_and_the_coordinator_reads_why_not(
    chat_server, as_person, cast
):
    where = reverse("home:chat", args=[cast.programme.public_id])
    hers = as_person(cast.chidi)
    address = f"https://{HOST}:{chat_server.server_port}/hook/secret"

    def tried():
        return hers.post(where, {"test": "1"}, follow=True)

    hers.post(where, {"address": address, "dialect": "json"})
    assert tried().status_code == 200
    assert [(host, path) for host, path, _body in chat_server.arrived] == [
        (f"{HOST}:{chat_server.server_port}", "/hook/secret")
    ]

    for fields, why in (
        ({"until": NOW - timedelta(days=1)}, "has run out. Whoever runs the server renews it."),
        ({"name": "other.example"}, "is for another name. Look at the address again."),
        ({"by": None}, "Nobody whom this site trusts has signed the certificate"),
    ):
        chat_server.hold(**fields)
        refused = tried()
        assert refused.status_code == 409
        assert why in refused.content.decode()
        assert why in Webhook.objects.get().last_error
    assert len(chat_server.arrived) == 1

    chat_server.hold()
    tried()
    assert (len(chat_server.arrived), Webhook.objects.get().last_error) == (2, "")
