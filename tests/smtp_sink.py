"""A small real mail server for tests: it takes what comes and remembers it."""

import socketserver
import threading
import time
from email import message_from_bytes, policy


class Sink(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine. Each mail waits `seconds` before it is confirmed."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, seconds=0.0):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.seconds, self.taken, self.lock = seconds, [], threading.Lock()
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def mails(self):
        with self.lock:
            return [message_from_bytes(one, policy=policy.default) for one in self.taken]

    def __exit__(self, *why):
        self.shutdown()
        super().__exit__(*why)


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            self._talk()
        except OSError:
            return

    def _talk(self):
        self._say("220 sink")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self._say("354 go on")
                self._take()
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _take(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        if line:
            with self.server.lock:
                self.server.taken.append(b"".join(lines))
            time.sleep(self.server.seconds)
            self._say("250 taken")

    def _say(self, words):
        self.wfile.write(f"{words}\r\n".encode())
        self.wfile.flush()
