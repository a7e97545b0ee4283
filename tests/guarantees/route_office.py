"""The company whose every door is tried: two projects, one submission each, all roles signed in, and a way back."""

import base64
import shutil
import sqlite3
from datetime import timedelta

from sqlalchemy import select

from portal import clock
from portal.app import create_app
from portal.db.base import database
from portal.db.budgets import BudgetLine, BudgetModification
from portal.db.exchange import ErpConnection
from portal.db.people import BudgetPermission, Person, SignedInSession
from portal.db.submissions import Submission
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Action
from portal.services.budgets.modifications import ModificationInput
from portal.services.exchange import connector_tickets
from tests import factories
from tests.fixtures.portals import settings_for
from tests.guarantees.kept_rows import rows_of
from tests.guarantees.route_roles import ROLES, Proof, Role
from tests.people import DANA, PHRASE

MISSING = 987_654


class Office:
    """One portal and the two projects Maple (sent) and Oak (sent); `restore` undoes whatever a request did."""

    def __init__(self, migrated, folder):
        self.path = folder / "portal.sqlite3"
        shutil.copyfile(migrated, self.path)
        self.app = create_app(settings_for(f"sqlite:///{self.path}", f"unix://{folder}/none.sock", folder))
        with self.app.app_context():
            self.world = factories.furnish()
            self.projects = {"maple": self._send("Maple St 116", "1"), "oak": self._send("Oak Ave 4", "2")}
            self.people = {
                role.name: self._person(role) for role in ROLES if role.proof in {Proof.SESSION, Proof.ENDED}
            }
            reader().rollback()
        self.clients = {role.name: self._client(role) for role in ROLES}
        self.cookies = {name: self.clients[name].get_cookie("portal").value for name in self.people}
        with self.app.app_context():
            self._after_signing_in()
            self.blanks, self.form = {name: self._blanks(name) for name in self.projects}, self._form()
            reader().rollback()
        self.watch = sqlite3.connect(self.path)
        self.pristine = sqlite3.connect(":memory:")
        self.keep()

    def _send(self, name, number):
        project = factories.make_project(self.world, name, number)
        factories.add_lines(self.world, project, DANA, ("03-100", "L", 1_800_000), ("06-100", "M", 725_000))
        factories.act(self.world, project, DANA, Action.LOCK)
        first, second = reader().scalars(
            select(BudgetLine.id)
            .where(BudgetLine.budget_id == factories.budget_of(project).id)
            .order_by(BudgetLine.id)
        )
        given = ModificationInput(first, second, 500_00, "CO 1", "More framing")
        factories.act(self.world, project, DANA, Action.CREATE_MODIFICATION, given=given)
        factories.act(self.world, project, DANA, Action.SEND, given="")
        return project

    def _person(self, role: Role) -> int:
        with transaction() as session:
            row = factories.make_person(session, role.person)
            row.can_push = role.can_push or role.name == "former approver"
            levels = {"maple": role.maple, "oak": role.oak}
            session.add_all(
                BudgetPermission(
                    person_id=row.id, project_id=self.projects[name], level=level.value, granular=[]
                )
                for name, level in levels.items()
            )
            return row.id

    def _client(self, role: Role):
        if role.name in self.people:
            return factories.client_for(self.app, role.person)
        client = self.app.test_client()
        client.csrf = factories.csrf_of(client.get("/sign-in").text)
        return client

    def _after_signing_in(self):
        """The former approver loses the privilege, the deactivated person the account; their sessions live on."""
        with transaction() as session:
            session.get_one(Person, self.people["former approver"]).can_push = False
            session.get_one(Person, self.people["deactivated person"]).active = False
            for row in session.scalars(select(SignedInSession)):
                row.seen_at = clock.now() + timedelta(minutes=50)  # so that no request has to note it anew
            connection = session.get_one(ErpConnection, self.world.connection)
            basic = base64.b64encode(f"{connection.username}:{PHRASE}".encode()).decode()
            ticket = connector_tickets.issue(session, connection.id, 0)
        self.proofs = {"web connector": f"Basic {basic}", "sync agent": f"Bearer {ticket}"}

    def _blanks(self, project: str):
        """What fills the blanks of an address so that it names things of this project."""
        budget = factories.budget_of(self.projects[project])
        first = {
            "line_id": select(BudgetLine.id).where(BudgetLine.budget_id == budget.id),
            "modification_id": select(BudgetModification.id).where(BudgetModification.budget_id == budget.id),
        }
        found = {name: reader().scalars(wanted).first() for name, wanted in first.items()}
        return {
            **found,
            "project_id": self.projects[project],
            "on_project": self.projects[project],
            "number": 1,
        }

    def _form(self):
        """Fields that would let an act of the budget succeed, were its door open."""
        submission = reader().get_one(Submission, factories.budget_of(self.projects["maple"]).submission_id)
        return {
            "submission_id": submission.id,
            "content_hash": submission.content_hash,
            "caution": "yes",
            "reason": "Tried at every door",
            "amount": "9.00",
            "calculation": "manual",
            "name": "Tried",
            "text": "Tried",
        }

    def client(self, role: Role):
        """The browser of this role, with its session's cookie, also after it was signed out."""
        client = self.clients[role.name]
        if role.name in self.cookies:
            client.set_cookie("portal", self.cookies[role.name])
        return client

    def _version(self):
        return self.watch.execute("PRAGMA data_version").fetchone()[0]

    def keep(self) -> None:
        """Take what stands now for the beginning."""
        self.watch.backup(self.pristine)
        self.rows, self.version = rows_of(self.watch), self._version()

    def restore(self) -> list[str]:
        """Undo what the last request wrote; the tables in which it changed more than looking may."""
        if self._version() == self.version:
            return []
        after = rows_of(self.watch)
        self.pristine.backup(self.watch)
        self.version = self._version()
        return [name for name in after if after[name] != self.rows[name]]

    def close(self):
        self.watch.close()
        self.pristine.close()
        with self.app.app_context():
            database.engine.dispose()
