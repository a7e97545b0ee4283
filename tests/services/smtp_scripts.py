"""A scripted SMTP server on a real socket."""

import socket
import threading


class Scripted:
    """An SMTP server that answers by the book of one test; it keeps silent where the book says None."""

    def __init__(self, **answers):
        self.answers = answers
        self.taken = 0
        self.closing = threading.Event()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self):
        try:
            while True:
                connection, _ = self.door.accept()
                with connection, connection.makefile("rwb") as talk:
                    self._talk(talk)
        except OSError:
            return

    def _talk(self, talk):
        def say(line):
            if line is None:
                self.closing.wait(30)
                return
            talk.write(line.encode() + b"\r\n")
            talk.flush()

        say("220 here")
        for line in talk:
            word = line.split(b" ")[0].strip().upper().decode()
            if word == "DATA" and "DATA" not in self.answers:
                say("354 go on")
                while talk.readline() != b".\r\n":
                    pass
                self.taken += 1
                say(self.answers.get("END", "250 taken"))
            elif word == "QUIT":
                if self.answers.get("QUIT") == "hang up":
                    return
                say(self.answers.get("QUIT", "221 bye"))
                return
            else:
                say(self.answers.get(word, "250 fine"))

    def close(self):
        self.closing.set()
        self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        self.thread.join(timeout=5)
