"""Opening the company file for a session, and telling the service when that fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.practice.quickbooks import hresults
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.processor import process
from portal.practice.quickbooks.seeds import prepare
from portal.practice.quickbooks.soap import SoapClient

if TYPE_CHECKING:
    from portal.practice.quickbooks.connector import Session

OTHER_NAME = "Halden Family Ranch"
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Opening:
    """An open company file: which, its name as QuickBooks shows it, and its facts for the first request."""

    company: Company
    file_name: str
    facts: str


def open_company(session: Session, client: SoapClient, path: str) -> Opening | None:
    """Open the file the service asked for (empty: the open one); None when the session is over.

    On failure the service is told (connectionError) and may name another file, or answer `done`.
    """
    for _ in range(_TRIES):
        problem = _problem(session, path)
        if problem is None:
            return _opened(session)
        sentence = hresults.SENTENCES[problem]
        session.log.write(f"QBWC1043: {sentence} ({problem})")
        answer = client.text("connectionError", ticket=session.ticket, hresult=problem, message=sentence)
        session.log.write(f"connectionError() = {answer or '(try the open file)'}")
        if answer.lower() == "done":
            break
        path = answer
    session.refuse("The company file could not be opened.")
    return None


def _problem(session: Session, path: str) -> str | None:
    if session.faults and session.faults.strikes("company_closed"):
        return hresults.CANNOT_OPEN_FILE
    names = {"", session.company.setting("CompanyFile").lower(), str(session.company.path).lower()}
    return None if path.lower() in names else hresults.OTHER_FILE_OPEN


def _opened(session: Session) -> Opening | None:
    company = session.company
    if session.faults and session.faults.strikes("wrong_company"):
        company = prepare(session.company.path.with_name("another-company.qbw"), OTHER_NAME)
        session.borrowed.callback(company.close)
    elif not session.attached(company):
        return None
    if session.faults and session.faults.strikes("estimates_off"):
        company.overrides["IsUsingEstimates"] = "false"
    return Opening(company, company.setting("CompanyFile"), facts(company, session.qwc.owner_id))


def facts(company: Company, owner_id: str) -> str:
    """The document about program, company and preferences that goes with the first request of a session."""
    _, response = process(
        company,
        '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="continueOnError">'
        f"<HostQueryRq/><CompanyQueryRq><OwnerID>{owner_id}</OwnerID></CompanyQueryRq><PreferencesQueryRq/>"
        "</QBXMLMsgsRq></QBXML>",
    )
    return response
