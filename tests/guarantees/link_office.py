"""One submission, its mailed links, and a browser for everybody who might get hold of one."""

import re
from datetime import timedelta

from sqlalchemy import select, text

from portal import clock
from portal.db.people import Person
from portal.db.submissions import ApprovalLink
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Action
from portal.services.mails import mail_outbox
from tests import factories, reviews
from tests.guarantees import kept_rows
from tests.people import AKI, DANA, KAREN, Fixed
from tests.submitted import accept, send

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
