"""One run from start to verdict."""

import os
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from portal.chaos.crews import Crew, crews_of
from portal.chaos.judges import Judge, Verdict
from portal.chaos.killers import Killer
from portal.chaos.ledgers import Ledger
from portal.chaos.offices import Office
from portal.chaos.points import PointKiller
from portal.chaos.portals import Portal
from portal.chaos.sage_offices import POSTED_AFTER, UNHURRIED, SageOffice
from portal.launcher import ports

REST_SECONDS = 240.0
CONTROL_REST_SECONDS = 45.0
"""A control may leave a budget that nobody can bring to rest: a doubled sheet is drift to the next one."""
WARM_UP_SECONDS = 90.0
_STEP = 0.2
_FIRST_PORT = 8300
_PORT_BLOCKS = 400
CRASH = "crash-point"
UNSAFE = {"PORTAL_UNSAFE_RESEND": "1", "PORTAL_AGENT_UNSAFE": "1"}
"""The control: the portal asks nobody before it sends again, the sync agent keeps no journal and marks no sheet."""


@dataclass(frozen=True)
class Wish:
    """How many kills, from which seed, how many budgets at a time; `control` switches the status query off.

    With `points` every named point is hit so many times, instead of kills at random.
    """

    kills: int
    seed: int
    budgets: int
    control: bool = False
    points: int = 0
    data: Path | None = None


def run(wish: Wish, say: Callable[[str], None]) -> int:
    """Run and print; returns 0 when nothing was lost or doubled (as control: when exports to both ERPs were), else 1.

    Raises NotStartedError when the product does not come up.
    """
    with tempfile.TemporaryDirectory(prefix="portal-chaos-") as folder:
        settings = {"PORTAL_BUSY_SECONDS": "1"}
        settings |= UNSAFE if wish.control else {}
        crash = Path(folder) / CRASH
        settings |= {"PORTAL_CRASH_FILE": str(crash)} if wish.points or wish.control else {}
        portal = Portal(wish.data or Path(folder), ports.free_from(_first_port()), settings)
        try:
            portal.wait_ready()
            say(f"running at {portal.addresses['web']}, seed {wish.seed}")
            killer: Killer | PointKiller = Killer(
                portal,
                wish.seed,
                wish.kills,
                control=wish.control,
                crash_file=crash if wish.control else None,
            )
            if wish.points:
                killer = PointKiller(portal, crash, wish.seed, wish.points)
            return _with(portal, killer, wish, say)
        finally:
            portal.stop()


def _first_port() -> int:
    """Runs that begin at the same moment must not look for ports at the same place."""
    return _FIRST_PORT + os.getpid() % _PORT_BLOCKS * ports.STEP


def _with(portal: Portal, killer: Killer | PointKiller, wish: Wish, say: Callable[[str], None]) -> int:
    ledger, closing, leaving = Ledger(), threading.Event(), threading.Event()
    offices = (
        Office(portal.addresses, ledger),
        SageOffice(portal.addresses, ledger, UNHURRIED if wish.control else POSTED_AFTER),
    )
    for office in offices:
        office.set_up()
    crews = crews_of(offices, ledger, wish.seed, wish.budgets, closing)
    desks = [
        threading.Thread(target=office.work_at_the_desk, args=(leaving,), daemon=True) for office in offices
    ]
    for thread in (*crews, *desks):
        thread.start()
    started = time.monotonic()
    _until_under_way(ledger)
    _tell(say, killer, ledger, started)
    killer.run(lambda: _tell(say, killer, ledger, started))
    closing.set()
    rested = time.monotonic()
    late = _wait_for(crews, CONTROL_REST_SECONDS if wish.control else REST_SECONDS)
    rest = time.monotonic() - rested
    leaving.set()
    for desk in desks:
        desk.join()
    verdict = Judge(portal.addresses, ledger).decide()
    verdict.remarks += [f"{crew.name} does not come to rest: {crew.last_surprise}" for crew in late]
    _report(say, killer, ledger, verdict)
    seconds = f"seconds {rest:.0f}"
    say(
        f"kills {killer.done}  accepted {verdict.accepted} ({verdict.by_hand} posted in Sage)  "
        f"lost {verdict.lost}  doubled {verdict.doubled} ({verdict.doubled_by_hand} in Sage)  "
        f"in doubt resolved {verdict.resolved}  {seconds}"
    )
    if wish.control:
        return 0 if 0 < verdict.doubled_by_hand < verdict.doubled else 1
    return 1 if verdict.lost or verdict.doubled or verdict.in_doubt or verdict.remarks else 0


def _until_under_way(ledger: Ledger) -> None:
    """The first kill comes when the first budget was accepted, so that there is something to lose."""
    deadline = time.monotonic() + WARM_UP_SECONDS
    while not ledger.accepted and time.monotonic() < deadline:
        time.sleep(_STEP)


def _wait_for(crews: list[Crew], seconds: float) -> list[Crew]:
    """Wait until every crew is done; returns those that are not after so many seconds."""
    deadline = time.monotonic() + seconds
    for crew in crews:
        crew.join(max(0.0, deadline - time.monotonic()))
    return [crew for crew in crews if crew.is_alive()]


def _tell(say: Callable[[str], None], killer: Killer | PointKiller, ledger: Ledger, started: float) -> None:
    seconds = time.monotonic() - started
    say(f"  {seconds:5.0f} s  kills {killer.done}, accepted so far {len(ledger.accepted)}")


def _report(
    say: Callable[[str], None], killer: Killer | PointKiller, ledger: Ledger, verdict: Verdict
) -> None:
    hits = ", ".join(f"{name} {count}" for name, count in killer.struck.most_common())
    say(f"  hit: {hits}")
    say(
        f"  people met: {', '.join(f'{name} ({count})' for name, count in ledger.troubles.most_common()) or 'nothing'}"
    )
    for remark in verdict.remarks:
        say(f"  {remark}")
