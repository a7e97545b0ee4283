"""`portal up` from the first line to the last: start the parts in order, stay, stop them in order."""

import json
import sys
import time

from portal.launcher import parts, valkey
from portal.launcher.parts import Choices
from portal.launcher.supervisor import PartFailed, Supervisor

_DATABASE_SECONDS = 300.0
_READY_SECONDS = 60.0


def say(line: str) -> None:
    """Print one line of news at once."""
    print(line, flush=True)


def run(choices: Choices, *, once: bool, sign_in: str = "phrase") -> int:
    """Run the portal until Ctrl-C or TERM; with ``once``, until the walk through the demo is done.

    ``sign_in`` says how the walk's people sign in: by pass ``phrase``, or ``single`` sign-on and a second factor.

    Returns 0, the walk's exit code, or 1 when a part does not start.
    """
    started = time.monotonic()
    folder = choices.folder
    folder.announce(choices.url)
    supervisor = Supervisor(run=folder.run, logs=folder.logs, environment=parts.environment(choices), say=say)
    say(f"Budget portal, data in {folder.path}")
    with supervisor.signals():
        try:
            start(supervisor, choices)
            if supervisor.stopping:
                return 0
            say(f"Started in {time.monotonic() - started:.2f} s. Ctrl-C stops everything.")
            say(f"ready: {choices.url}")
            return walk(supervisor, choices, sign_in) if once else stay(supervisor)
        except PartFailed as reason:
            print(reason, file=sys.stderr, flush=True)
            return 1
        finally:
            supervisor.stop(parts.STOP_FIRST)
            say("Stopped.")


def start(supervisor: Supervisor, choices: Choices) -> None:
    """Start every part, those that need the database once it is migrated. Raises PartFailed."""
    before = []
    if choices.own_valkey:
        valkey.take_over(choices.folder.socket)
        before.append(parts.valkey_part(choices))
    else:
        say(f"  {'redis':<13} {'as REDIS_URL says'}")
    if choices.own_mail:
        before.append(parts.mail_part(choices))
    elif not choices.given.get("SMTP_HOST"):
        say(f"  {'mail':<13} SMTP_HOST is not set: mails wait in the outbox until it is")
    for part in before:
        supervisor.start(part)
    if choices.own_valkey:
        supervisor.wait_ready(["valkey"], _READY_SECONDS)
    load_code(supervisor, choices)
    if supervisor.stopping:
        return
    prepare_database(supervisor, choices)
    after = parts.after_database(choices)
    for part in after:
        supervisor.start(part)
    supervisor.wait_ready([part.name for part in (*before, *after)], _READY_SECONDS)
    if choices.real and not supervisor.stopping:
        first_administrator(supervisor, choices)


def load_code(supervisor: Supervisor, choices: Choices) -> None:
    """Import what the parts need, while the programs just started get ready beside it."""
    started = time.monotonic()
    for _module in choices.preload():
        supervisor.tick(0)
        if supervisor.stopping:
            return
    say(f"  {'code':<13} {'loaded once, for every part':<58} {time.monotonic() - started:5.2f} s")


def prepare_database(supervisor: Supervisor, choices: Choices) -> None:
    """Migrate the database and, in the demo, load its company once. Raises PartFailed."""
    started = time.monotonic()
    child = supervisor.run_once(
        "database", choices.command("migrate", *(() if choices.real else ("--demo",))), _DATABASE_SECONDS
    )
    if child.exit_code and not supervisor.stopping:
        raise PartFailed(f"The database cannot be prepared: {child.log.last} (log: {child.log.path})")
    done = "migrated, empty company" if choices.real else "migrated, demo company loaded"
    say(f"  {'database':<13} {done:<58} {time.monotonic() - started:5.2f} s")


def first_administrator(supervisor: Supervisor, choices: Choices) -> None:
    """Print the one-time link of the first administrator, while there is none. It goes to the console only."""
    supervisor.run_once("first-administrator", choices.command("first-administrator"), 60.0, console=True)


def stay(supervisor: Supervisor) -> int:
    """Look after the parts until told to stop."""
    while not supervisor.stopping:
        supervisor.tick()
    return 0


def walk(supervisor: Supervisor, choices: Choices, sign_in: str) -> int:
    """Walk through the demo as people and machines would, over HTTP; return the walk's exit code."""
    addresses = {
        "web": choices.url,
        "mail": choices.inbox_url,
        "practice": choices.practice_url,
        "sage": choices.sage_url,
        "identity": choices.identity_url,
        "sign_in": sign_in,
    }
    child = supervisor.run_once("walk", choices.command("walk", json.dumps(addresses)), None, console=True)
    return 1 if child.exit_code is None else child.exit_code
