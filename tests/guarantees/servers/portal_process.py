"""One web process of the portal for races, whose guards can be taken out: ``python -m … GUARD SECONDS``.

GUARD is `whole`, `slow-door` (whole, and slow before the lock), `no-decision-check` (look first, then act without
looking again) or `no-second-look` (slow too, and the person is
the one whom the door saw). SECONDS is a pause where the race would happen: after a check that passed, or before the
budget is locked. Prints its port when it is ready; ends with its standard input.
"""

import os
import sys
import threading
import time

import waitress

from portal.db.budgets import Budget
from portal.db.transactions import transaction
from portal.domain.decisions import require
from portal.services import transitions
from portal.services.acts import ACTS
from portal.services.intentions import NotFoundError
from portal.settings import Settings

THREADS = 12
_whole_perform = transitions.perform


def pause_after_the_check(seconds):
    """The guard is on; whoever passed it dawdles before he acts."""

    def check_and_dawdle(action, actor, facts):
        require(action, actor, facts)
        time.sleep(seconds)

    transitions.require = check_and_dawdle


def pause_before_the_lock(seconds):
    """Between the door, which saw the person's permissions, and the transaction something may happen."""

    def dawdle_and_perform(*args, **more):
        time.sleep(seconds)
        return _whole_perform(*args, **more)

    transitions.perform = dawdle_and_perform


def check_then_write(seconds):
    """The mistake that the lock is there for: the check in one transaction, the act in another."""

    def perform(action, actor, budget_id, *, given=None, **more):
        with transaction() as session:
            budget = session.get(Budget, budget_id, populate_existing=True)
            if budget is None:
                raise NotFoundError("There is no such budget.")
            require(action, actor, transitions._look(session, budget, ACTS[action], given))
        time.sleep(seconds)
        return _whole_perform(action, actor, budget_id, given=given, **more)

    transitions.perform = perform
    transitions.require = lambda *_: None


def believe_the_door():
    """The other mistake: the permissions are those that were read when the request came in."""
    transitions.hold = lambda *_: None
    transitions.as_of_now = lambda _session, actor, _project_id: actor


def take_out(guard, seconds):
    if guard == "whole":
        pause_after_the_check(seconds)
    elif guard == "no-decision-check":
        check_then_write(seconds)
    else:
        pause_before_the_lock(seconds)
        if guard == "no-second-look":
            believe_the_door()


def end_with_the_parent():
    sys.stdin.read()
    os._exit(0)


def main(guard, seconds):
    take_out(guard, seconds)  # before the pages take hold of `perform`
    from portal.app import create_app  # noqa: PLC0415

    app = create_app(Settings.from_environment())
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=THREADS)
    threading.Thread(target=end_with_the_parent, daemon=True).start()
    print(server.effective_port, flush=True)
    server.run()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
