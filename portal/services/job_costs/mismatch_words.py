"""Why an export does not prove, in the words of its ERP: for the budget as a whole and line by line."""

from typing import Any

from portal.db.exchange import ErpConnection
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain import cause_words
from portal.domain.cause_words import Scene
from portal.domain.causes import Cause
from portal.domain.facts import ErpPolicy
from portal.erp.registry import connector_for
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


def line(scene: Scene, row: dict[str, Any]) -> str:
    """One sentence on one of its differences; one without a stored cause was changed."""
    return cause_words.line(
        Cause(row.get("cause", Cause.CHANGED)), scene, (row["found"] or 0) - row["expected"]
    )
