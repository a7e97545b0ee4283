"""A practice company running as its own process, asked over HTTP as scripts at the desk do."""

import json
import os
import signal
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]


class Desk:
    """Started with its first line read; `url` is the page's address."""

    def __init__(self, folder, *arguments, **variables):
        command = [
            sys.executable,
            "-m",
            "portal.practice",
            "quickbooks",
            "--data",
            str(folder),
            "--port",
            "0",
        ]
        self.process = subprocess.Popen(
            [*command, *arguments],
            cwd=ROOT,
            env={**os.environ, "PRACTICE_PASSWORD": "secret words", **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.line = self.process.stdout.readline().strip()
        self.url = self.line.removeprefix("ready: ")
        self.errors = ""

    def ask(self, method, path, content=None, timeout=30.0):
        """One request; the decoded JSON of its answer."""
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=timeout)
        try:
            body = None if content is None else json.dumps(content)
            connection.request(method, path, body, {"Content-Type": "application/json"})
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def post(self, path, **content):
        return self.ask("POST", path, content)

    def company(self):
        return self.ask("GET", "/api/company")

    def end(self, number=signal.SIGTERM):
        """Stop it by a signal; returns the exit code and keeps what it said on stderr."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(timeout=20)
        self.process.stdout.close()
        self.errors = self.process.stderr.read()
        self.process.stderr.close()
        return code
