"""The parts of a running portal: their command lines, where they listen, the settings they read."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from portal.launcher import valkey
from portal.launcher.children import Part
from portal.launcher.datafolder import DataFolder
from portal.launcher.ports import Ports
from portal.launcher.readiness import announced, listens
from portal.resources import PACKAGE

QUEUES = ("erp", "mail", "files")
STOP_FIRST = (
    "web",
    *(f"worker-{queue}" for queue in QUEUES),
    "ticker",
    "agent",
    "practice",
    "sage",
    "identity",
    "mail",
)


@dataclass(frozen=True)
class Choices:
    """What the person who started the portal chose.

    ``portal`` runs a subcommand in this process; ``preload`` imports what they need, once for all forks.
    """

    folder: DataFolder
    ports: Ports
    real: bool
    public_url: str | None
    given: Mapping[str, str]
    portal: Callable[[Sequence[str]], int]
    preload: Callable[[], Iterable[str]]

    def command(self, *words: str) -> Callable[[], int]:
        """Return a call of a `portal` subcommand, for a fork of this process."""
        return partial(self.portal, words)

    @property
    def url(self) -> str:
        """Return the address of the portal on this machine.

        By the name localhost, because the Web Connector takes plain http from no other host, and because cookies
        know no ports: the pages of the mail catcher and the practice company go by the number.
        """
        return f"http://localhost:{self.ports.web}"

    @property
    def inbox_url(self) -> str:
        """Return the address of the mail catcher's page."""
        return f"http://127.0.0.1:{self.ports.mail}"

    @property
    def practice_url(self) -> str:
        """Return the address of the practice company's page."""
        return f"http://127.0.0.1:{self.ports.practice}"

    @property
    def sage_url(self) -> str:
        """Return the address of the practice Sage company's page."""
        return f"http://127.0.0.1:{self.ports.sage}"

    @property
    def identity_url(self) -> str:
        """Return the address of the practice identity provider; also its issuer."""
        return f"http://127.0.0.1:{self.ports.identity}"

    @property
    def base_url(self) -> str:
        """Return the address by which people reach the portal, here or through a proxy."""
        return self.public_url or self.given.get("PORTAL_BASE_URL") or self.url

    @property
    def own_valkey(self) -> bool:
        """Tell whether we run the Redis-protocol server ourselves."""
        return not self.given.get("REDIS_URL")

    @property
    def own_mail(self) -> bool:
        """Tell whether mails go to the mail catcher: always in the demo, never in a real company."""
        return not self.real

    @property
    def qwc(self) -> Path:
        """Return where the demo puts the connection file that the practice company reads."""
        return self.folder.practice / "portal.qwc"

    @property
    def drop(self) -> Path:
        """Return the folder into which the demo's sync agent writes sheets for whoever posts in Sage."""
        return self.folder.sage / "drop"

    @property
    def agent_settings(self) -> Path:
        """Return where the demo puts the settings of its sync agent."""
        return self.folder.agent / "portal-agent.toml"


def environment(choices: Choices) -> dict[str, str]:
    """Return the settings that every part reads, on top of what the person's own environment gives."""
    folder = choices.folder
    settings = {
        **choices.given,
        "PORTAL_DATA": str(folder.path),
        "PORTAL_BASE_URL": choices.base_url,
        "PORTAL_SECRET_KEY_FILE": str(folder.secret("secret.key")),
        "PYTHONUNBUFFERED": "1",
    }
    settings.setdefault("DATABASE_URL", f"sqlite:///{folder.path / 'portal.sqlite3'}")
    if choices.own_valkey:
        settings["REDIS_URL"] = valkey.url(folder.socket)
    if choices.own_mail:
        settings |= {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(choices.ports.smtp)}
        settings["PORTAL_MAIL_INBOX_URL"] = choices.inbox_url
    if not choices.real:
        settings["PORTAL_DEMO"] = "1"
        settings["PORTAL_PRACTICE_IDENTITY_URL"] = choices.identity_url
        settings["PORTAL_PRACTICE_PASSWORD"] = folder.secret("practice.password").read_text()
    if (PACKAGE.parent / "pyproject.toml").exists():  # a checkout: the parts may start in any folder
        settings["PYTHONPATH"] = os.pathsep.join(
            filter(None, [str(PACKAGE.parent), choices.given.get("PYTHONPATH")])
        )
    return settings


def valkey_part(choices: Choices) -> Part:
    """Return the Redis-protocol server on its private socket."""
    socket = choices.folder.socket
    command = valkey.command(socket, choices.folder.valkey)
    return Part("valkey", command, lambda _pid: valkey.answers(socket), valkey.url(socket))


def mail_part(choices: Choices) -> Part:
    """Return the mail catcher: SMTP on one port, its inbox page on another."""
    ready = choices.folder.run / "mail.ready"
    page, smtp = str(choices.ports.mail), str(choices.ports.smtp)
    where = (
        "--data",
        str(choices.folder.mail),
        "--smtp-port",
        smtp,
        "--port",
        page,
        "--announce",
        str(ready),
    )
    command = (sys.executable, "-m", "portal.mailcatcher", *where)
    return Part("mail", command, announced(ready), f"{choices.inbox_url} (smtp {smtp})", 3)


def web_part(choices: Choices) -> Part:
    """Return the web server for people and machines."""
    ready = choices.folder.run / "web.ready"
    command = choices.command("web", "--port", str(choices.ports.web), "--announce", str(ready))
    return Part("web", command, announced(ready), choices.url)


def worker_parts(choices: Choices) -> list[Part]:
    """Return one worker for each queue: a worker on two queues can lose jobs."""
    found = []
    for queue in QUEUES:
        ready = choices.folder.run / f"worker-{queue}.ready"
        command = choices.command("worker", queue, "--announce", str(ready))
        found.append(Part(f"worker-{queue}", command, announced(ready), f"RQ worker of the queue {queue}"))
    return found


def ticker_part(choices: Choices) -> Part:
    """Return the ticker, which does what the database says is due."""
    ready = choices.folder.run / "ticker.ready"
    return Part(
        "ticker",
        choices.command("ticker", "--announce", str(ready)),
        announced(ready),
        "schedules and sweeps",
        5,
    )


def practice_part(choices: Choices) -> Part:
    """Return the practice QuickBooks company, which reads the demo's connection file."""
    port = choices.ports.practice
    command = (sys.executable, "-m", "portal.practice", "quickbooks", "--data", str(choices.folder.practice))
    where = ("--port", str(port), "--qwc", str(choices.qwc), "--password-env", "PORTAL_PRACTICE_PASSWORD")
    return Part(
        "practice", (*command, *where), listens(port), f"{choices.practice_url} (QuickBooks company)", 5
    )


def sage_part(choices: Choices) -> Part:
    """Return the practice Sage 100 Contractor company; its accountant takes sheets from the drop folder."""
    port = choices.ports.sage
    command = (sys.executable, "-m", "portal.practice", "sage", "--data", str(choices.folder.sage))
    where = ("--port", str(port), "--drop", str(choices.drop))
    return Part("sage", (*command, *where), listens(port), f"{choices.sage_url} (Sage 100 company)", 5)


def agent_part(choices: Choices) -> Part:
    """Return the sync agent, which stands between the practice Sage company and the portal."""
    command = (sys.executable, "-m", "portal.agent", "--settings", str(choices.agent_settings), "run")
    return Part("agent", command, lambda _pid: True, "sync agent of the Sage company", 5)


def identity_part(choices: Choices) -> Part:
    """Return the practice identity provider, which knows the demo's people from the file that the demo wrote."""
    folder, ready = choices.folder.identity, choices.folder.run / "identity.ready"
    where = (
        *("--data", str(folder), "--people", str(folder / "people.json")),
        *("--port", str(choices.ports.identity), "--secret-env", "PORTAL_PRACTICE_PASSWORD"),
        *(
            "--redirect-uri",
            f"{choices.base_url.rstrip('/')}/sign-in/outside/return",
            "--announce",
            str(ready),
        ),
    )
    command = (sys.executable, "-m", "portal.practice", "identity", *where)
    return Part("identity", command, announced(ready), f"{choices.identity_url} (identity provider)", 3)


def after_database(choices: Choices) -> list[Part]:
    """Return the parts that need the migrated database."""
    found = [web_part(choices), *worker_parts(choices), ticker_part(choices)]
    if choices.real:
        return found
    practice = [practice_part(choices), sage_part(choices), identity_part(choices)]
    return [*found, *practice, agent_part(choices)]
