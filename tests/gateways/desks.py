"""A company with a QuickBooks desk beside it: the portal on a real port, the practice company over the real wire."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from lxml import etree

from portal.db.budgets import Budget
from portal.db.exchange import ConnectorTicket, ErpConnection, ErpRecord, ErpRequest
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Action
from portal.erp.connectors.quickbooks_desktop.qwc import QwcFields, write_qwc
from portal.practice.quickbooks import seeds
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.connector import SessionOutcome, run_session
from portal.practice.quickbooks.faults import Faults
from portal.practice.quickbooks.logs import Log
from portal.practice.quickbooks.processor import process
from portal.practice.quickbooks.qwc import parse_qwc
from portal.services.budgets.modifications import ModificationInput
from portal.services.exchange import links, readings
from portal.services.people import passwords
from portal.services.submissions.approvals import AcceptInput
from tests import factories
from tests.people import AKI, DANA, PHRASE

CODES = ("01-100", "03-100", "03-300")


def qwc_for(url: str, connection: ErpConnection) -> bytes:
    fields = QwcFields(
        app_name="Budget portal",
        description="Budgets to QuickBooks",
        app_url=f"{url}/qbwc",
        support_url=url,
        user_name=connection.username,
        owner_id=connection.owner_guid,
        file_id=connection.file_guid,
        run_every_minutes=1,
    )
    return write_qwc(fields).encode()


@dataclass
class Desk:
    """The QuickBooks computer: one company file, one Web Connector, no memory of the portal."""

    url: str
    folder: Path
    qwc: bytes
    company: Company
    faults: Faults
    password: str = PHRASE
    log: Log = field(default_factory=Log)

    @classmethod
    def beside(cls, url: str, folder: Path, connection: ErpConnection) -> "Desk":
        return cls(
            url,
            folder,
            qwc_for(url, connection),
            seeds.prepare(folder / "company.qbw"),
            Faults(folder / "faults.sqlite"),
        )

    def run(self) -> SessionOutcome:
        return run_session(
            parse_qwc(self.qwc), self.password, self.company, self.log, self.faults, lambda _seconds: None
        )

    def ask(self, body: str) -> str:
        hresult, response = process(
            self.company,
            '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError">'
            f"{body}</QBXMLMsgsRq></QBXML>",
        )
        assert hresult == ""
        return response

    def estimates(self) -> list[dict[str, Any]]:
        """Every estimate that the company holds: number and line amounts."""
        answer = self.ask("<EstimateQueryRq><IncludeLineItems>true</IncludeLineItems></EstimateQueryRq>")
        return [
            {
                "id": ret.findtext("TxnID"),
                "number": ret.findtext("RefNumber"),
                "subtotal": ret.findtext("Subtotal"),
                "total": ret.findtext("TotalAmount"),
                "memo": ret.findtext("Memo"),
                "lines": [
                    (line.findtext("ItemRef/FullName"), line.findtext("Amount"), line.findtext("Desc"))
                    for line in ret.iterfind("EstimateLineRet")
                ],
            }
            for ret in etree.fromstring(answer.encode()).iter("EstimateRet")
        ]


@dataclass
class Loop:
    """A furnished portal and its desk, led step by step as people would. Use inside an application context."""

    world: factories.World
    desk: Desk
    project_id: int

    @property
    def budget(self) -> Budget:
        reader().rollback()
        return factories.budget_of(self.project_id)

    @property
    def connection(self) -> ErpConnection:
        reader().rollback()
        return reader().get_one(ErpConnection, self.world.connection)

    @property
    def project(self) -> Project:
        reader().rollback()
        return reader().get_one(Project, self.project_id)

    def records(self, kind: str) -> dict[str, ErpRecord]:
        reader().rollback()
        return {row.full_name: row for row in reader().query(ErpRecord).filter_by(kind=kind, active=True)}

    def requests(self, kind: str = "") -> list[ErpRequest]:
        reader().rollback()
        found = reader().query(ErpRequest).order_by(ErpRequest.id).all()
        return [row for row in found if kind in {"", row.kind}]

    def order_lists(self) -> None:
        with transaction() as session:
            readings.order_lists(session, self.world.connection, None)

    def read_lists(self) -> SessionOutcome:
        self.order_lists()
        return self.desk.run()

    def choose_accounts(self) -> None:
        accounts = self.records("account")
        with transaction() as session:
            connection = session.get_one(ErpConnection, self.world.connection)
            connection.settings = {
                **connection.settings,
                "income_account": accounts["Construction Income"].erp_id,
                "expense_account": accounts["Job Materials"].erp_id,
            }

    def link(self) -> SessionOutcome:
        customer = self.records("job")["Smith"]
        links.create_job(self.world.actor(AKI), self.project_id, customer.erp_id)
        links.accept_codes(
            self.world.actor(AKI), self.world.connection, [self.world.codes[code] for code in CODES], {}
        )
        return self.desk.run()

    def prepare(self) -> None:
        """Everything up to a linked project and items for its codes."""
        self.read_lists()
        self.choose_accounts()
        self.link()

    def budget_lines(self, *amounts: tuple[str, str, int]) -> list[int]:
        ids = factories.add_lines(self.world, self.project_id, DANA, *amounts)
        self.act(DANA, Action.LOCK)
        return ids

    def act(self, person: Any, action: Action, **more: Any) -> Any:
        return factories.act(self.world, self.project_id, person, action, **more)

    def send(self) -> None:
        self.act(DANA, Action.SEND)

    def accept(self) -> None:
        submission = reader().get_one(Submission, self.budget.submission_id)
        given = AcceptInput(submission.id, submission.content_hash, caution_read=True)
        self.act(AKI, Action.ACCEPT, given=given)

    def modify(self, from_line: int, to_line: int, cents: int) -> None:
        given = ModificationInput(from_line, to_line, cents, notes="slab grows")
        self.act(DANA, Action.CREATE_MODIFICATION, given=given)

    def later(self) -> None:
        """Time passes: sessions that broke off are dead, pauses are over."""
        with transaction() as session:
            for ticket in session.query(ConnectorTicket):
                ticket.seen_at -= timedelta(minutes=1)
            for request in session.query(ErpRequest):
                request.not_before -= timedelta(hours=2)

    def run_until_quiet(self, most: int = 12) -> list[str]:
        """Poll again and again; returns how each session ended."""
        endings = []
        for _ in range(most):
            endings.append(self.desk.run().ended)
            if endings[-1] == "nothing":
                return endings
            self.later()
        raise AssertionError(f"It does not come to rest: {endings}; {self.connection.last_problem}")

    def check_now(self) -> None:
        with transaction() as session:
            readings.order_job_costs(session, session.get_one(Project, self.project_id), None)


def open_loop(url: str, folder: Path, *, name: str = "Maple St 116") -> Loop:
    world = factories.furnish()
    project_id = factories.make_project(world, name, linked=False)
    with transaction() as session:
        connection = session.get_one(ErpConnection, world.connection)
        connection.password_hash = passwords.hash_phrase(PHRASE)
    return Loop(world, Desk.beside(url, folder, connection), project_id)
