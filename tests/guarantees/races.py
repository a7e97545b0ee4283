"""Rounds of people who press at the same moment, each at another web process, about one submission."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from sqlalchemy import select

from portal.db.audit import AuditEvent
from portal.db.budgets import BudgetLine
from portal.db.exchange import ErpRequest
from portal.db.submissions import Submission
from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.people import privileges
from tests import factories, submitted
from tests.guarantees.http_people import HttpPerson
from tests.people import AKI, DANA, KAREN, RUTH, Fixed

Press = tuple[str, Fixed]
DECISIONS = ("accept", "reject", "retrieve")
MIXTURES: dict[str, tuple[Press, ...]] = {
    "accept, accept": (("accept", AKI), ("accept", KAREN)),
    "accept, reject": (("accept", AKI), ("reject", KAREN), ("reject", AKI), ("accept", KAREN)),
    "accept, retrieve": (("accept", AKI), ("retrieve", DANA), ("accept", KAREN)),
    "accept, unlock": (("accept", AKI), ("unlock", DANA), ("accept", KAREN)),
    "accept, edit a line": (("accept", AKI), ("edit", DANA), ("accept", KAREN)),
    "accept, revoke the privilege": (("accept", AKI), ("revoke", RUTH), ("accept", KAREN)),
}
MOST = 16
WINNER, CONFLICT, FORBIDDEN = 303, 409, 403


@dataclass(frozen=True)
class Case:
    """One submission that waits for a decision, as its pages know it."""

    project: int
    budget: int
    submission: int
    seal: str
    line: int


@dataclass(frozen=True)
class Answer:
    """What one press came to."""

    act: str
    status: int
    text: str


@dataclass
class Round:
    """One moment: everybody's answers about one case."""

    case: Case
    mixture: str
    answers: list[Answer] = field(default_factory=list)

    @property
    def winners(self) -> list[Answer]:
        return [each for each in self.answers if each.act in DECISIONS and each.status == WINNER]

    @property
    def losers(self) -> list[Answer]:
        return [each for each in self.answers if each.act != "revoke" and each not in self.winners]


def prepare(world, count: int) -> list[Case]:
    """Send `count` budgets of a line through the portal's own acts. Call inside an application context."""
    found = [_case(_send(world, f"Maple St {number}", f"{2_026_000 + number}")) for number in range(count)]
    reader().rollback()
    return found


def _send(world, name: str, number: str) -> int:
    project = factories.make_project(world, name, number)
    factories.add_lines(world, project, DANA, ("03-100", "M", 725_000))
    factories.act(world, project, DANA, Action.LOCK)
    factories.act(world, project, DANA, Action.SEND)
    return project


def _case(project: int) -> Case:
    found = submitted.sent(project)
    line = reader().scalar(select(BudgetLine.id).where(BudgetLine.budget_id == found.budget_id).limit(1))
    return Case(project, found.budget_id, found.id, found.content_hash, line)


class Race:
    """The people, signed in once; `run` lets a mixture of them press at one case at once."""

    def __init__(self, world, bases: list[str], people: tuple[Fixed, ...] = (AKI, KAREN, DANA, RUTH)) -> None:
        self.world, self.bases = world, bases
        first = {person: HttpPerson.sign_in(bases[0], person) for person in people}
        self.windows = {person: [one.window() for _ in range(MOST)] for person, one in first.items()}
        self.pool = ThreadPoolExecutor(MOST)

    def run(self, case: Case, mixture: str, presses: int) -> Round:
        """`presses` people, the mixture over and over, revoking once; all through one gate."""
        done, gate = Round(case, mixture), threading.Barrier(presses)
        chosen = self._chosen(mixture, presses)
        windows = {person: iter(found) for person, found in self.windows.items()}
        bases = itertools.cycle(self.bases)
        asked = [
            self.pool.submit(self._press, gate, next(windows[person]), next(bases), act, case)
            for act, person in chosen
        ]
        done.answers = [each.result(timeout=90) for each in asked]
        return done

    def _chosen(self, mixture: str, presses: int) -> list[Press]:
        once = MIXTURES[mixture]
        again = [press for press in once if press[0] != "revoke"]
        return [*once, *itertools.islice(itertools.cycle(again), max(0, presses - len(once)))][:presses]

    def _press(self, gate, window: HttpPerson, base: str, act: str, case: Case) -> Answer:
        path, fields = self.address(act, case)
        gate.wait(timeout=60)
        answer = window.post(base, path, fields)
        return Answer(act, answer.status_code, answer.text)

    def address(self, act: str, case: Case) -> tuple[str, dict[str, object]]:
        """Where the button of this act posts, and what."""
        budget = f"/projects/{case.project}/budget"
        review = f"/erp/budgets/{case.project}/submissions/1"
        shown = {"submission_id": case.submission, "content_hash": case.seal, "caution": "yes"}
        return {
            "accept": (f"{review}/accept", shown),
            "reject": (f"{review}/reject", {**shown, "reason": "Footings look too high"}),
            "retrieve": (f"{budget}/retrieve", {}),
            "unlock": (f"{budget}/unlock", {}),
            "edit": (f"{budget}/lines/{case.line}", {"amount": "9.00", "calculation": "manual"}),
            "revoke": (f"/settings/people/{self.world.id_of(AKI)}/privilege/end", {}),
        }[act]

    def close(self) -> None:
        self.pool.shutdown()


def decided_rows(case: Case) -> list[str]:
    """The decisions that the audit holds about this case."""
    rows = select(AuditEvent.action).where(
        AuditEvent.subject == "budget",
        AuditEvent.subject_id == case.budget,
        AuditEvent.action.in_(DECISIONS),
        AuditEvent.outcome == "done",
    )
    return list(reader().scalars(rows))


def ordered(case: Case) -> int:
    """How many exports were ordered at the ERP for this case."""
    rows = select(ErpRequest.id).where(ErpRequest.submission_id == case.submission)
    return len(reader().scalars(rows).all())


def ended_as(case: Case) -> str:
    """How the submission ended."""
    return reader().get_one(Submission, case.submission, populate_existing=True).decision


def give_back(world) -> None:
    """Aki holds the privilege again."""
    reader().rollback()
    privileges.grant(world.actor(RUTH), world.id_of(AKI), "Back again")
    reader().rollback()
