"""Is the open company file the one that this connection belongs to? Asked at the first call of every session.

The Web Connector leaves our FileID in the company file; where it does, the id decides, and the company may be renamed.
Where it does not, the name that we saw first must stay the same.
"""

from dataclasses import asdict

from portal.erp.connectors.quickbooks_desktop import message_sets
from portal.erp.connectors.quickbooks_desktop.answers import read_answer
from portal.erp.connectors.quickbooks_desktop.companies import Company, ask_for_company, read_company
from portal.erp.contract import Identity, Recognition
from portal.erp.xml import WireError

_KEPT = ("name", "is_sample", "product", "uses_estimates", "uses_class_tracking", "non_taxable_code")


def introduction(identity: Identity) -> bytes:
    """Ask for host, company and preferences."""
    return message_sets.write_queries(*ask_for_company(identity.owner_id))


def recognise(identity: Identity, document: bytes) -> Recognition:
    """What the company says of itself, or the sentence that tells why it is not served."""
    try:
        company = read_company(read_answer(document))
    except WireError as error:
        return Recognition({}, f"QuickBooks did not say which company file is open: {error}")
    problem = _problem(identity, company)
    if problem:
        return Recognition({}, problem)
    told = asdict(company)
    return Recognition(
        {**{key: told[key] for key in _KEPT}, "file_id": company.file_id_for(identity.owner_id)}
    )


def _problem(identity: Identity, company: Company) -> str:
    known = str(identity.company.get("name", ""))
    file_id = company.file_id_for(identity.owner_id)
    if not company.name:
        return "QuickBooks did not say which company file is open. Update QuickBooks, then try again."
    if file_id is not None and file_id != identity.file_id.lower():
        return f"The open company file {company.name} belongs to another connection of the portal. {_open(known)}"
    if file_id is None and known and company.name != known:
        return f"Another company file is open: {company.name}. {_open(known)}"
    if not company.understands_us:
        return f"{company.product or 'This QuickBooks'} does not take qbXML {message_sets.VERSION}. Update QuickBooks."
    return ""


def _open(known: str) -> str:
    return (
        f"Open {known} in QuickBooks; nothing was sent." if known else "Open the right one; nothing was sent."
    )
