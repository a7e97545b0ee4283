"""The Web Connector: one update session, from serverVersion to closeConnection.

It is the SOAP client; the portal is the server. Order of calls, special answers and codes follow the Web
Connector's contract.
"""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from portal.practice.quickbooks.attachments import AttachmentError, attach
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import VERSIONS
from portal.practice.quickbooks.faults import Faults
from portal.practice.quickbooks.host import COUNTRY
from portal.practice.quickbooks.logs import Log
from portal.practice.quickbooks.openings import Opening, open_company
from portal.practice.quickbooks.qwc import Qwc
from portal.practice.quickbooks.runs import Answer, Run
from portal.practice.quickbooks.soap import SoapClient, SoapError

VERSION = "34.0.10010.91"
_DONE = 100
_MOST_PAUSES = 120


@dataclass(slots=True)
class SessionOutcome:
    """How a session ended.

    `ended` is done, nothing, busy, refused, closed, error or lost; `exchanges` counts answered requests.
    `wait_seconds` and `every_seconds` are what authenticate asked for, if anything.
    """

    ended: str = "error"
    message: str = ""
    exchanges: int = 0
    wait_seconds: int | None = None
    every_seconds: int | None = None
    statuses: list[str] = field(default_factory=list)

    @property
    def is_ok(self) -> bool:
        """Say whether nothing went wrong."""
        return self.ended in {"done", "nothing", "busy"}


class Session:
    """One session with one service. `pause` sleeps; tests hand in their own."""

    def __init__(
        self, qwc: Qwc, company: Company, log: Log, faults: Faults | None, pause: Callable[[float], None]
    ) -> None:
        self.qwc = qwc
        self.company = company
        self.log = log
        self.faults = faults
        self.pause = pause
        self.outcome = SessionOutcome()
        self.ticket = ""
        self.borrowed = ExitStack()

    def run(self, client: SoapClient, password: str) -> None:
        """Make all calls; what happened is in `outcome`."""
        self.log.write(f"QBWC1009: Application named {self.qwc.app_name} has been selected for an update.")
        self.log.write(f"serverVersion() = {client.text('serverVersion')}")
        if not self._accepts_version(client.text("clientVersion", strVersion=VERSION)):
            return
        answers = client.texts("authenticate", strUserName=self.qwc.user_name, strPassword=password)
        path = self._authenticated(answers)
        if path is None:
            return
        opening = open_company(self, client, path)
        if opening is not None:
            self._exchange(client, opening)

    def _accepts_version(self, answer: str) -> bool:
        self.log.write(f"clientVersion({VERSION}) = {answer or '(accepted)'}")
        if answer.startswith("E:"):
            self._end("refused", answer[2:])
            return False
        return True

    def _authenticated(self, answers: list[str]) -> str | None:
        if len(answers) < 2:  # noqa: PLR2004 - a ticket and a word
            raise SoapError("QBWC1012: authenticate: Index Out Of Range.")
        self.ticket, word = answers[0], answers[1]
        self.outcome.wait_seconds = _seconds(answers, 2)
        self.outcome.every_seconds = _seconds(answers, 3)
        self.log.write(f"authenticate() answered {word or '(the company file that is open)'}")
        endings = {
            "none": ("nothing", "No data exchange required."),
            "busy": ("busy", "The service is busy and asks to come back later."),
            "nvu": ("refused", "QBWC1013: The user name or password is not valid."),
        }
        if word.lower() in endings:
            self._end(*endings[word.lower()])
            return None
        return word

    def _exchange(self, client: SoapClient, opening: Opening) -> None:
        facts = opening.facts
        pauses = 0
        while True:
            request = client.text(
                "sendRequestXML",
                ticket=self.ticket,
                strHCPResponse=facts,
                strCompanyFileName=opening.file_name,
                qbXMLCountry=COUNTRY,
                qbXMLMajorVers=VERSIONS[-1].split(".")[0],
                qbXMLMinorVers=VERSIONS[-1].split(".")[1],
            )
            facts = ""
            if not request:
                pauses += 1
                if pauses > _MOST_PAUSES or not self._goes_on_without_request(client):
                    return
                continue
            answer = Run(opening.company, self.log, self.faults).execute(request)
            if answer.is_lost:
                self._end("lost", "The session broke off before the answer was delivered.")
                return
            if not self._delivered(client, answer):
                return

    def _goes_on_without_request(self, client: SoapClient) -> bool:
        error = client.text("getLastError", ticket=self.ticket)
        self.log.write(f"sendRequestXML() was empty; getLastError() = {error}")
        if error == "NoOp":
            self.pause(5.0)
            return True
        self._close(client, "done" if not error else "error", error)
        return False

    def _delivered(self, client: SoapClient, answer: Answer) -> bool:
        parameters = {
            "ticket": self.ticket,
            "response": answer.response,
            "hresult": answer.hresult,
            "message": answer.message,
        }
        percent = _number(client.text("receiveResponseXML", **parameters))
        if answer.is_doubled:
            self.log.write(
                f"receiveResponseXML() once more = {client.text('receiveResponseXML', **parameters)}"
            )
        self.outcome.exchanges += 1
        self.outcome.statuses.append(answer.summary)
        self.log.write(f"receiveResponseXML({answer.summary}) = {percent}")
        if percent < 0:
            error = client.text("getLastError", ticket=self.ticket)
            self._close(client, "error", error)
        elif percent >= _DONE:
            self._close(client, "done", "")
        return 0 <= percent < _DONE

    def _close(self, client: SoapClient, ended: str, message: str) -> None:
        shown = client.text("closeConnection", ticket=self.ticket)
        self._end(ended, message or shown)

    def _end(self, ended: str, message: str) -> None:
        self.outcome.ended = ended
        self.outcome.message = message
        self.log.write(f"QBWC1035: The session ended ({ended}). {message}")

    def refuse(self, message: str) -> None:
        """End because the company file cannot be used."""
        self._end("closed", message)

    def attached(self, company: Company) -> bool:
        """Let the application leave its FileID in the company file; False if another one stands there."""
        try:
            attach(company, self.qwc)
        except AttachmentError as error:
            self._end("refused", str(error))
            return False
        return True


def run_session(
    qwc: Qwc,
    password: str,
    company: Company,
    log: Log,
    faults: Faults | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> SessionOutcome:
    """Run one update session. Never raises for what the service does: the outcome and the log say it."""
    session = Session(qwc, company, log, faults, pause)
    company.iterators.clear()
    try:
        with SoapClient(qwc.url) as client:
            session.run(client, password)
    except SoapError as error:
        session.outcome.ended, session.outcome.message = "error", str(error)
        log.write(f"QBWC1012: Authentication or exchange failed due to following error message. {error}")
    finally:
        session.borrowed.close()
        company.overrides.clear()
        company.iterators.clear()
    return session.outcome


def _seconds(answers: list[str], place: int) -> int | None:
    text = answers[place].strip() if len(answers) > place else ""
    return int(text) if text.isdecimal() else None


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise SoapError(f"receiveResponseXML: {text!r} is not a number.") from error
