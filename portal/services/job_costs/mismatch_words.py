"""Why an export does not prove, in the words of its ERP: for the budget as a whole and line by line."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.submissions import DifferenceAcknowledgement, Submission
from portal.domain import cause_words
from portal.domain.cause_words import Scene
from portal.domain.causes import Cause
from portal.domain.facts import ErpPolicy
from portal.erp.registry import connector_for
from portal.services.job_costs import code_names
from portal.services.job_costs.deliveries import delivery_of


def scene_of(project: Project, connection: ErpConnection, policy: ErpPolicy, submission: Submission) -> Scene:
    """Where the amounts of `submission` should stand."""
    return Scene(
        policy,
        connector_for(connection.connector).short_label,
        project.erp_job_id or "",
        delivery_of(submission.delivery).sheet,
    )


def whole(scene: Scene, proof: dict[str, Any]) -> str:
    """One sentence on a stored proof that does not hold; empty where nothing names its cause."""
    if not proof.get("mismatch") or not proof.get("cause"):
        return ""
    cause, rows = Cause(proof["cause"]), proof["differences"]
    alike = [row for row in rows if cause is Cause.SEVERAL or row.get("cause") == cause.value]
    return cause_words.whole(
        cause, scene, differing=len(alike), checked=proof.get("amounts", proof["checked"])
    )


def acknowledged(session: Session, waiting: Sequence[DifferenceAcknowledgement]) -> str:
    """Which differences wait for a second person, and who took them as right; empty where none does."""
    names = code_names.read(session, {row.key for row in waiting})
    told = (
        f"{names[row.key].whole} is acknowledged by {session.get_one(Person, row.by_id).name} and waits for a second "
        "person."
        for row in waiting
    )
    return " ".join(told)


def line(scene: Scene, row: dict[str, Any]) -> str:
    """One sentence on one of its differences; one without a stored cause was changed."""
    return cause_words.line(
        Cause(row.get("cause", Cause.CHANGED)), scene, (row["found"] or 0) - row["expected"]
    )
