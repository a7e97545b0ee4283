"""From Post Entries in Sage to the amounts in the Job Costs Report: how long an accountant waits for the buttons.

The real product in processes of its own: practice company, sync agent, portal, worker. Source: How often can I sync
data between Sage 100 Contractor and Procore? (5 minutes to the service, 30 minutes on from there).
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from portal.chaos.portals import Portal
from portal.demo.acts import accounting, budgets, looks
from portal.demo.visitors import Visitor
from portal.demo.walks import sage_first_exports, sage_prerequisites
from portal.demo.walks.expectations import eventually
from portal.demo.walks.sage_prerequisites import JOB
from portal.demo.walks.stages import Stage, set_up
from portal.launcher import ports

FIELD_SECONDS = 35 * 60.0
GOAL_SECONDS = 5.0
MOVED = "10.00"
_FIRST_PORT = 8700
_LOOK = 0.05


def run(rounds: int, say: Callable[[str], None]) -> int:
    """Post so many times and print each; returns 0 when the worst stayed within the goal, else 1."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        portal = Portal(Path(folder), ports.free_from(_FIRST_PORT), {})
        try:
            portal.wait_ready()
            stage = set_up(portal.addresses)
            for _name, act in (*sage_prerequisites.STEPS, *sage_first_exports.STEPS_ON_ARRIVAL):
                act(stage)
            say(
                f"{rounds} times Post Entries -> visible in the Job Costs Report, at {portal.addresses['web']}"
            )
            seconds = [_round(stage, number, say) for number in range(1, rounds + 1)]
        finally:
            portal.stop()
    return _verdict(seconds, say)


def _round(stage: Stage, number: int, say: Callable[[str], None]) -> float:
    """One update: modified, sent, accepted, posted; then wait for the report and the badge."""
    budgets.modify(
        stage.dana, stage.project, "02-300", "03-100 Concrete formwork, L", MOVED, f"Round {number}"
    )
    budgets.send(stage.dana, stage.project, note=f"Round {number}")
    page = accounting.review(stage.aki, stage.project, number + 1)
    accounting.accept(stage.aki, page, caution=False)
    sage_first_exports.sheet(stage)
    before = _report(stage.dana, stage.project)
    sage_first_exports.post(stage)
    started = time.monotonic()
    while _report(stage.dana, stage.project) == before:
        time.sleep(_LOOK)
    seen = time.monotonic() - started
    eventually(
        lambda: looks.badge(budgets.open_budget(stage.dana, stage.project)) == "Synced", "a synced budget"
    )
    say(f"  {number:3}  {seen:5.2f} s  (job {JOB})")
    return seen


def _report(who: Visitor, project: int) -> list[list[str]]:
    """The rows of the Job Costs Report without its heading, which tells the time of the last sync."""
    return [row[1:] for row in looks.rows(who.get(f"/projects/{project}/job-costs.csv"))]


def _verdict(seconds: list[float], say: Callable[[str], None]) -> int:
    median, worst = statistics.median(seconds), max(seconds)
    say(
        f"median {median:.2f} s  worst {worst:.2f} s  goal {GOAL_SECONDS:.0f} s  the field up to "
        f"{FIELD_SECONDS:.0f} s  ratio {FIELD_SECONDS / worst:.0f}"
    )
    return 0 if worst <= GOAL_SECONDS else 1
