"""A small portal of the tests' own, over real HTTP: it keeps what the agent says, and can be restarted or hurt."""

import json
import re
import secrets
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

KEY = "abcde-fghjk-mnpqr-stuvw"
USER = "portal-12ab34cd"
_CALL = re.compile(r"/agent/v1/(?P<rest>[^?]*)(\?(?P<query>.*))?")


@dataclass
class State:
    """What survives a restart of the portal."""

    waiting: list[dict] = field(default_factory=list)
    out: dict[str, dict] = field(default_factory=dict)
    received: list[str] = field(default_factory=list)
    completed: dict[str, dict] = field(default_factory=dict)
    runs: dict[int, dict] = field(default_factory=dict)
    batches: dict[str, tuple[str, dict]] = field(default_factory=dict)
    records: dict[tuple[str, str], dict] = field(default_factory=dict)
    version: int = 0
    registrations: list[dict] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)


class FakePortal:
    """`fail_next` answers so many calls with 503; `drop_next` takes one call and loses the answer.

    `lose_first_answers`: the first `completed` of each operation never arrives.
    """

    def __init__(self, state: State | None = None, port: int = 0) -> None:
        self.state = state or State()
        self.tickets: set[str] = set()
        self.key = KEY
        self.refuse_registration: tuple[int, str] | None = None
        self.fail_next = 0
        self.drop_next = ""
        self.lose_first_answers = False
        self.lost: list[str] = []
        self.is_gone = False
        self.poll_seconds = 0.3
        self.server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    @property
    def port(self) -> int:
        return self.server.server_address[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self.is_gone = True  # connections that are still open get no answer any more
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def ask(self, kind: str, payload: dict, operation_id: str | None = None) -> str:
        name = operation_id or f"W{secrets.token_hex(4)}"
        with self.state.lock:
            self.state.waiting.append({"OperationId": name, "Type": kind, "Payload": payload, "Attempt": 1})
        return name

    def outcome(self, operation_id: str, seconds: float = 15) -> dict:
        return wait_for(lambda: self.state.completed.get(operation_id), seconds)

    def staged(self, entity: str) -> dict[str, dict]:
        return {
            key: each["Fields"]
            for (kind, key), each in self.state.records.items()
            if kind == entity and not each["IsArchived"]
        }

    def finished_runs(self) -> list[dict]:
        return [run for run in self.state.runs.values() if "Read" in run]

    def answer(self, method: str, path: str, body: dict, ticket: str):
        found = _CALL.fullmatch(path)
        rest = found["rest"]
        with self.state.lock:
            self.state.calls.append(f"{method} {rest}")
        if rest == "openapi.json":
            return 200, {"openapi": "3.1.0"}
        if rest == "register":
            return self._register(body)
        if ticket not in self.tickets:
            return 401, {"Error": "This session is over. Register again."}
        if rest == "requests":
            return self._next(float(dict(part.split("=") for part in found["query"].split("&"))["wait"]))
        with self.state.lock:
            return self._other(rest, body)

    def loses(self, path: str) -> bool:
        if not self.lose_first_answers or not path.endswith("/completed") or path in self.lost:
            return False
        self.lost.append(path)
        return True

    def _register(self, body: dict):
        if self.refuse_registration:
            return self.refuse_registration[0], {"Error": self.refuse_registration[1]}
        if body["Username"] != USER or body["AgentKey"] != self.key:
            return 401, {"Error": "The user name or the agent key is not right."}
        ticket = secrets.token_hex(8)
        self.tickets.add(ticket)
        self.state.registrations.append(body)
        return 200, {
            "Ticket": ticket,
            "PollSeconds": 25,
            "MarkerSeconds": 2,
            "FullSeconds": 300,
            "Entities": [],
            "Version": self.state.version,
        }

    def _next(self, wait: float):
        deadline = time.monotonic() + min(wait, self.poll_seconds)
        while True:
            with self.state.lock:
                if self.state.out:  # a lease ran out: the same operation again
                    return 200, next(iter(self.state.out.values()))
                if self.state.waiting:
                    operation = self.state.waiting.pop(0)
                    self.state.out[operation["OperationId"]] = operation
                    return 200, operation
            if time.monotonic() >= deadline:
                return 204, None
            time.sleep(0.02)

    def _other(self, rest: str, body: dict):
        parts = [unquote(part) for part in rest.split("/")]
        if parts[0] == "requests":
            if parts[1] not in self.state.out:
                return 409, {"Error": "This session does not hold that operation."}
            if parts[2] == "received":
                self.state.received.append(parts[1])
                return 204, None
            del self.state.out[parts[1]]
            self.state.completed[parts[1]] = body
            return 200, {"Known": True}
        if rest == "runs":
            number = len(self.state.runs) + 1
            self.state.runs[number] = dict(body)
            return 200, {"RunId": number}
        if parts[0] == "runs":
            self.state.runs[int(parts[1])].update(body)
            return 204, None
        if rest == "changes":
            return self._changes(body)
        return 404, {"Error": "There is no such page."}

    def _changes(self, body: dict):
        content = json.dumps(body, sort_keys=True)
        known = self.state.batches.get(body["BatchId"])
        if known is not None:
            return (200, known[1]) if known[0] == content else (409, {"Error": "Other records."})
        counts = dict.fromkeys(("Created", "Changed", "Unchanged", "Archived"), 0)
        for each in body["Records"]:
            key = (each["Entity"], each["ErpKey"])
            held = self.state.records.get(key)
            if held is not None and held["ErpVersion"] == each["ErpVersion"]:
                counts["Unchanged"] += 1
                continue
            word = "Archived" if each["IsArchived"] else "Changed" if held else "Created"
            counts[word] += 1
            self.state.version += 1
            self.state.records[key] = {**each, "Version": self.state.version}
        counts["Version"] = self.state.version
        self.state.batches[body["BatchId"]] = (content, counts)
        return 200, counts


def wait_for(look, seconds: float = 15):
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.03)


def _handler(portal: FakePortal):
    return type("Handler", (_Handler,), {"portal": portal})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    portal: FakePortal

    def log_message(self, *_arguments):
        pass

    def do_GET(self):
        self._serve()

    def do_POST(self):
        self._serve()

    def handle(self):
        with suppress(ConnectionError):  # the agent was killed
            super().handle()

    def _serve(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"{}")
        if self.portal.fail_next and not self.path.endswith("openapi.json"):
            self.portal.fail_next -= 1
            self._write(503, {"Error": "The portal is being updated."}, {"Retry-After": "0"})
            return
        if self.portal.is_gone or self.portal.loses(self.path):
            self.close_connection = True
            return
        ticket = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        status, answer = self.portal.answer(self.command, self.path, body, ticket)
        if self.portal.drop_next and self.path.split("?")[0].endswith(self.portal.drop_next):
            self.portal.drop_next = ""
            self.close_connection = True
            return
        self._write(status, answer, {})

    def _write(self, status, body, headers):
        content = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
