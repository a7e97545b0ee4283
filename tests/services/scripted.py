"""A vendor whose every turn is written by the test: what the exchange does must not depend on QuickBooks."""

# ruff: noqa: ARG002 - the protocol names the arguments
from portal.domain.facts import ErpPolicy
from portal.erp.contract import ListsRead, Recognition, Step, SyncItem

NOTHING_READ = ListsRead(())
CHOICES = (60, 120, 240, 1440, 0)


def write(name="write", memory=None):
    return Step(name, name.encode(), mutates=True, memory=memory or {})


def ask(name="ask", memory=None):
    return Step(name, name.encode(), mutates=False, memory=memory or {})


class Scripted:
    """`first` and `turns` are turns, or exceptions to raise; `heard` is what came back."""

    slug = "scripted"
    label = "Scripted ERP"
    short_label = "Scripted"
    id_label = "Scripted ID"
    transport = "scripted caller"
    hurry = ""
    setting_fields = ()
    sync_items = (
        SyncItem("lists", "Lists", CHOICES, 60, reads="lists"),
        SyncItem("costs", "Job costs", CHOICES, 120, reads="costs"),
    )
    policy = ErpPolicy(label="Scripted ERP")

    def __init__(self):
        self.first = [write()]
        self.turns = []
        self.heard = []
        self.refuses = False

    def start(self, task):
        return _say(self.first.pop(0) if len(self.first) > 1 else self.first[0])

    def proceed(self, task, step, memory, answer):
        self.heard.append((step, dict(memory), answer))
        return _say(self.turns.pop(0))

    def envelope(self, content, wire_id):
        if self.refuses:
            raise ValueError("line 3 holds a colon")
        return content + b"/" + (wire_id or "").encode()

    def status_query(self, wire_id):
        return b"status/" + wire_id.encode()

    def clear_state(self, wire_id):
        return b"clear/" + wire_id.encode()

    def recognise(self, identity, document):
        return Recognition(
            {"name": document.decode()}, "" if document == b"ours" else "Another company is open."
        )

    def introduction(self, identity):
        return b"who are you"

    def problems(self, task):
        return []

    def preview(self, task):
        raise NotImplementedError


def _say(turn):
    if isinstance(turn, Exception):
        raise turn
    return turn
