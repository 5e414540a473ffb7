"""A mail server's IMAP side, as small as it can be: numbered mails that are only read."""

import re
import socketserver
from contextlib import contextmanager
from threading import Thread


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.say(b"* OK ready")
        for line in self.rfile:
            tag, command = line.strip().split(b" ", 1)
            self.server.asked.append(command.decode())
            done = self.answer(command.upper(), command)
            self.say(tag + b" " + done)
            if command.upper() == b"LOGOUT":
                return

    def answer(self, upper, command):
        box = self.server
        if upper.startswith(b"LOGIN"):
            return b"OK done" if b"secret" in command else b"NO [AUTHENTICATIONFAILED] no"
        if upper.startswith((b"SELECT", b"EXAMINE")):
            self.say(b"* %d EXISTS" % len(box.mails))
            self.say(b"* OK [UIDVALIDITY %d] numbered" % box.validity)
            return b"OK [READ-ONLY] done"
        if found := re.match(rb"UID FETCH (\d+):\* ", upper):
            numbers = sorted(box.mails)
            listed = [one for one in numbers if one >= int(found[1])] or numbers[-1:]
            for place, number in enumerate(listed, 1):
                size = box.sizes.get(number, len(box.mails[number]))
                self.say(b"* %d FETCH (UID %d RFC822.SIZE %d)" % (place, number, size))
        elif found := re.match(rb"UID FETCH (\d+) ", upper):
            mail = box.mails[int(found[1])]
            self.wfile.write(b"* 1 FETCH (UID %s BODY[] {%d}\r\n" % (found[1], len(mail)))
            self.wfile.write(mail + b")\r\n")
        elif upper == b"CAPABILITY":
            self.say(b"* CAPABILITY IMAP4rev1")
        return b"OK done"

    def say(self, line):
        self.wfile.write(line + b"\r\n")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails, self.sizes, self.asked, self.validity = {}, {}, [], 7


@contextmanager
def mailbox(settings):
    """A mailbox that the worker reads; put mails into `mails` by their number."""
    with Server() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.REPLIES_ADDRESS = "dates@example.org"
        settings.REPLIES_HOST, settings.REPLIES_PORT = server.server_address
        settings.REPLIES_USER, settings.REPLIES_PASSWORD = "dates", "secret"
        settings.REPLIES_TLS = False
        yield server
        server.shutdown()
