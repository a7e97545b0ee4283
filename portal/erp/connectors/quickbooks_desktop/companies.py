"""Who is at the other end: host, company and preferences, as they come with the first call of a session.

The check keeps us from ever writing to a wrong company file.
"""

from dataclasses import dataclass

from lxml import etree

from portal.erp.connectors.quickbooks_desktop.answers import Answer, child, children, text, truth
from portal.erp.connectors.quickbooks_desktop.message_sets import VERSION, Request

_FILE_ID = "FileID"


@dataclass(frozen=True)
class Company:
    """The open company file; None where QuickBooks did not say."""

    name: str
    is_sample: bool | None
    file_ids: tuple[tuple[str, str], ...]
    """(OwnerID, FileID) pairs which applications have left in the file, in lower case."""
    product: str
    supported_versions: tuple[str, ...]
    uses_estimates: bool | None
    uses_class_tracking: bool | None
    non_taxable_code: str | None

    def file_id_for(self, owner_id: str) -> str | None:
        """Return the FileID that this application's .qwc file left in the company, or None when it is new."""
        return dict(self.file_ids).get(owner_id.lower())

    @property
    def understands_us(self) -> bool:
        """Whether QuickBooks takes the version of our documents; silent hosts are given the benefit."""
        return not self.supported_versions or VERSION in self.supported_versions


def ask_for_company(owner_id: str) -> tuple[Request, ...]:
    """Ask for the same three answers by ourselves, for a Web Connector that did not send them."""
    return (
        Request("HostQuery", []),
        Request("CompanyQuery", [("OwnerID", owner_id)]),
        Request("PreferencesQuery", []),
    )


def read_company(answer: Answer) -> Company:
    """Read host, company and preferences out of the first call's document."""
    host = _returned(answer, "HostRet")
    company = _returned(answer, "CompanyRet")
    preferences = _returned(answer, "PreferencesRet")
    tax_code = text(preferences, "SalesTaxPreferences", "DefaultNonTaxableSalesTaxCodeRef", "FullName")
    return Company(
        name=text(company, "CompanyName"),
        is_sample=truth(company, "IsSampleCompany"),
        file_ids=tuple(
            (text(extension, "OwnerID").lower(), text(extension, "DataExtValue").lower())
            for extension in children(company, "DataExtRet")
            if text(extension, "DataExtName") == _FILE_ID
        ),
        product=text(host, "ProductName"),
        supported_versions=tuple(
            (element.text or "").strip() for element in children(host, "SupportedQBXMLVersion")
        ),
        uses_estimates=truth(preferences, "JobsAndEstimatesPreferences", "IsUsingEstimates"),
        uses_class_tracking=truth(preferences, "AccountingPreferences", "IsUsingClassTracking"),
        non_taxable_code=tax_code or None,
    )


def _returned(answer: Answer, name: str) -> etree._Element:
    found = (child(response.element, name) for response in answer.responses)
    return next((element for element in found if element is not None), etree.Element(name))
