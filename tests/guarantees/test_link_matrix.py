"""G7: approval links decide nothing: every person, every state of the link, every way to use it, machines included."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from portal import clock
from portal.db.people import Person
from portal.db.submissions import ApprovalLink
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Action
from portal.services.mails import mail_outbox
from tests import factories, reviews
from tests.guarantees import crawlers, kept_rows
from tests.people import AKI, DANA, KAREN, Fixed
from tests.submitted import accept, send

pytestmark = pytest.mark.slow
OMAR = Fixed("Omar Reyes", "Accounting approver until today", erp="standard", can_push=True)
NINA = Fixed("Nina Falk", "Carpenter")
PEOPLE = {
    "right person": AKI,
    "other approver": KAREN,
    "sender": DANA,
    "former approver": OMAR,
    "foreigner": NINA,
    "anonymous": None,
}
BLIND = {"sender", "foreigner"}
"""They may not see ERP Integrations, so that every link is an unknown one to them."""
STATES = ("fresh", "used", "expired", "superseded", "tampered", "truncated", "unknown")
DEAD = {"tampered", "truncated", "unknown"}
TOLD = {"fresh": "", "used": "decided", "expired": "expired", "superseded": "decided"}
UNKNOWN = "/approvals/kT3nQ0s1y5v7w9x2z4b6d8f0kT3nQ0s1"
CROSS = {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"}


@dataclass
class Seen:
    """One cell: who used which link in which way, and what is wrong with what came of it."""

    person: str
    way: str
    faults: list[str]


class Matrix:
    """A portal with one submission, its mailed links, and a browser for everybody."""

    def __init__(self, app, settings, mail_sink):
        self.app, self.settings, self.pages, self.hops = app, settings, [], []
        with app.app_context():
            self.world = factories.furnish()
            with transaction() as session:
                self.extra = {each.email: factories.make_person(session, each).id for each in (OMAR, NINA)}
            self.project = send(self.world)
            assert mail_outbox.deliver_due(settings) == 3
        self.link = _links_in(mail_sink)[AKI.email]
        self.review = f"/erp/budgets/{self.project}/submissions/1"
        self.clients = {name: factories.client_for(app, each) for name, each in PEOPLE.items() if each}
        self.clients["anonymous"] = app.test_client()
        self.captured = reviews.fields_of(self.clients["right person"].get(self.review).text)
        with app.app_context(), transaction() as session:
            session.get_one(Person, self.extra[OMAR.email]).can_push = False

    def bring(self, state):
        """Let the link be in this state; return its address."""
        with self.app.app_context():
            if state == "used":
                accept(self.world, self.project, KAREN)
            elif state == "expired":
                with transaction() as session:
                    for link in session.scalars(select(ApprovalLink)):
                        link.expires_at = clock.now() - timedelta(seconds=1)
            elif state == "superseded":
                factories.act(self.world, self.project, DANA, Action.RETRIEVE)
                factories.act(self.world, self.project, DANA, Action.SEND, given="")
            reader().rollback()
        altered = {
            "tampered": self.link[:-1] + ("A" if self.link[-1] != "A" else "B"),
            "truncated": self.link[:-5],
            "unknown": UNKNOWN,
        }
        return altered.get(state, self.link)

    def facts(self):
        """Everything that using a link must leave alone."""
        with self.app.app_context():
            session = reader()
            told = [
                "SELECT id, decision, decided_by FROM submissions ORDER BY id",
                "SELECT id, phase, locked, version FROM budgets ORDER BY id",
                "SELECT id, business_key FROM erp_requests ORDER BY id",
                "SELECT * FROM approval_links ORDER BY id",
                "SELECT count(*) FROM audit_events WHERE outcome = 'done' AND action != 'sign_in'",
            ]
            return [session.execute(text(each)).all() for each in told]

    def holds(self, token):
        """Tables in which the token stands."""
        with self.app.app_context():
            connection = reader().connection().connection.driver_connection
            return [name for name, rows in kept_rows.rows_of(connection).items() if token in repr(rows)]


def _links_in(mail_sink):
    found = {}
    for caught in mail_sink.mails:
        found[caught.recipients[0]] = re.search(r"http://localhost(/approvals/\S+)", caught.text)[1]
    return found


@pytest.fixture
def matrix(make_app, sqlite_settings, mail_sink):
    settings = replace(sqlite_settings, smtp_port=mail_sink.port)
    return Matrix(make_app(settings), settings, mail_sink)


def look(matrix, name, link, state, method):
    """GET or HEAD: to the sign-in, to nothing, or to the review, without the token and never further than that."""
    client, faults = matrix.clients[name], []
    answer = client.open(link, method=method)
    if name == "anonymous":
        if answer.status_code != 302 or not answer.location.startswith("/sign-in"):
            faults.append(f"{answer.status_code}")
        return faults
    if state in DEAD or name in BLIND:
        if answer.status_code != 404 or answer.data != client.open(UNKNOWN, method=method).data:
            faults.append(f"{answer.status_code}, or another body than for an unknown link")
        return faults
    word = TOLD[state] if name == "right person" else ""
    wanted = f"{matrix.review}?link={word}" if word else matrix.review
    if (answer.status_code, answer.location) != (302, wanted):
        faults.append(f"{answer.status_code} {answer.location}")
    matrix.hops.append(answer.location or "")
    matrix.pages.append(client.get(answer.location or "/").text)
    return faults


def post_to_the_link(matrix, name, link, _state):
    client = matrix.clients[name]
    given = {"csrf_token": getattr(client, "csrf", ""), **matrix.captured}
    return [] if client.post(link, data=given).status_code == 405 else ["a POST was taken"]


def accept_without_a_token(matrix, name, _link, _state):
    given = {key: value for key, value in matrix.captured.items() if key != "csrf_token"}
    return _refused(matrix.clients[name].post(f"{matrix.review}/accept", data={**given, "caution": "yes"}))


def accept_from_another_site(matrix, name, _link, _state):
    client = matrix.clients[name]
    given = {**matrix.captured, "csrf_token": getattr(client, "csrf", ""), "caution": "yes"}
    return _refused(client.post(f"{matrix.review}/accept", data=given, headers=CROSS))


def scanner_presses_everything(matrix, name, link, _state):
    """Without a session: follows the link, then every way and every button of every page that it gets to."""
    scanner, faults = matrix.app.test_client(), []
    agent = {"User-Agent": f"LinkChecker for {name}"}
    pressed = []

    def press(path, page):
        for address, fields in crawlers.forms_of(path, page.text):
            pressed.append(address)
            if scanner.post(address, data=fields, headers=agent).status_code >= 500:
                faults.append(f"{address} broke")

    def visit(path, answer):
        if answer.status_code == 200 and answer.mimetype == "text/html":
            press(path, answer)

    crawlers.crawl(scanner, link, visit, most=12)
    if not pressed:
        faults.append("the scanner found no button")
    for act in ("accept", "reject", "retry"):
        faults += _refused(scanner.post(f"{matrix.review}/{act}", data=matrix.captured, headers=agent))
    return faults


def script_replays_the_form(matrix, name, link, _state):
    """What the right person's browser would have posted, by somebody else's session, or by none."""
    client = matrix.app.test_client() if name == "right person" else matrix.clients[name]
    client.get(link)
    return _refused(client.post(f"{matrix.review}/accept", data={**matrix.captured, "caution": "yes"}))


def _refused(answer):
    led_away = answer.status_code == 302 and answer.location.startswith("/sign-in")
    return [] if led_away or answer.status_code in {403, 404} else [f"{answer.status_code} was answered"]


WAYS = {
    "GET": lambda *cell: look(*cell, "GET"),
    "HEAD": lambda *cell: look(*cell, "HEAD"),
    "POST to the link": post_to_the_link,
    "POST accept without token": accept_without_a_token,
    "POST accept from another site": accept_from_another_site,
    "scanner that presses every button": scanner_presses_everything,
    "script that replays the form": script_replays_the_form,
}


@pytest.mark.parametrize("state", STATES)
def test_no_use_of_a_link_decides(matrix, figures, caplog, state):
    caplog.set_level("DEBUG")
    link, tokens = matrix.bring(state), {matrix.link.rpartition("/")[2]}
    before = matrix.facts()
    cells, accepts = [], 0
    for name in PEOPLE:
        for way, use in WAYS.items():
            faults = use(matrix, name, link, state)
            after = matrix.facts()
            accepts += after != before
            before = after
            cells.append(Seen(name, way, faults))
    tokens.add(link.rpartition("/")[2])
    wrong = [each for each in cells if each.faults]
    told = {
        "pages": sum(token in page for token in tokens for page in matrix.pages),
        "second_hops": sum(token in hop for token in tokens for hop in matrix.hops),
        "log_lines": sum(token in line for token in tokens for line in caplog.messages),
        "tables": sum(len(matrix.holds(token)) for token in tokens),
    }
    figures(
        f"G7 {state} link",
        cells=len(cells),
        wrong_accepts=accepts,
        wrong_answers=len(wrong),
        token_seen=sum(told.values()),
    )
    assert wrong == []
    assert accepts == 0
    assert set(told.values()) == {0}, told
    assert matrix.pages or state in DEAD


def test_the_right_person_does_decide_from_the_link(matrix, figures):
    """If this fails, the tests above prove nothing: the same form, by the right person's own session, is taken."""
    client = matrix.clients["right person"]
    before = matrix.facts()
    path = client.get(matrix.bring("fresh")).location
    given = {**reviews.fields_of(client.get(path).text), "caution": "yes"}
    answer = client.post(f"{matrix.review}/accept", data=given)
    figures("G7 control, the right person", accepts=int(answer.status_code == 303))
    assert answer.status_code == 303
    assert matrix.facts() != before
