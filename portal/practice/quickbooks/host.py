"""What the program and the company say about themselves: HostQuery, CompanyQuery, PreferencesQuery."""

from lxml import etree

from portal.practice.quickbooks import records
from portal.practice.quickbooks.answers import Status
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import VERSIONS, Fields, keep_only, values, write

PRODUCT = "QuickBooks Enterprise Solutions: Contractor 24.0"
COUNTRY = "US"


def host(_company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """HostQueryRq."""
    content: Fields = {
        "ProductName": PRODUCT,
        "MajorVersion": "34",
        "MinorVersion": "0",
        "Country": COUNTRY,
        "SupportedQBXMLVersion": list(VERSIONS),
        "IsAutomaticLogin": "false",
        "QBFileMode": "MultiUser",
    }
    keep_only(write(answer, "HostRet", content), values(request, "IncludeRetElement"))
    return None


def company_facts(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """CompanyQueryRq; with OwnerID, the FileID that the application of this owner left in the file."""
    name = company.setting("CompanyName")
    content: Fields = {
        "IsSampleCompany": "false",
        "CompanyName": name,
        "LegalCompanyName": name,
        "Address": {"Addr1": name, "City": "Portland", "State": "OR", "PostalCode": "97202"},
        "Phone": "503-555-0142",
        "FirstMonthFiscalYear": "January",
        "FirstMonthIncomeTaxYear": "January",
        "CompanyType": "General Construction Contractors",
        "TaxForm": "Form1120S",
        "DataExtRet": [
            {
                "OwnerID": row["owner_id"],
                "DataExtName": "FileID",
                "DataExtType": "STR255TYPE",
                "DataExtValue": row["file_id"],
            }
            for owner in values(request, "OwnerID")
            for row in company.rows(
                "SELECT * FROM attached_applications WHERE owner_id = ? COLLATE NOCASE", owner
            )
        ],
    }
    keep_only(write(answer, "CompanyRet", content), values(request, "IncludeRetElement"))
    return None


def preferences(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """PreferencesQueryRq."""
    ret = etree.SubElement(answer, "PreferencesRet")
    write(
        ret,
        "AccountingPreferences",
        {
            "IsUsingAccountNumbers": "false",
            "IsRequiringAccounts": "true",
            "IsUsingClassTracking": company.setting("IsUsingClassTracking", "false"),
            "IsUsingAuditTrail": "true",
            "IsAssigningJournalEntryNumbers": "true",
            "ClosingDate": company.setting("ClosingDate"),
        },
    )
    write(
        ret,
        "JobsAndEstimatesPreferences",
        {
            "IsUsingEstimates": company.setting("IsUsingEstimates", "false"),
            "IsUsingProgressInvoicing": "false",
            "IsPrintingItemsWithZeroAmounts": "true",
        },
    )
    write(ret, "MultiCurrencyPreferences", {"IsMultiCurrencyOn": "false"})
    write(ret, "ReportsPreferences", {"AgingReportBasis": "AgeFromDueDate", "SummaryReportBasis": "Accrual"})
    write(ret, "SalesAndCustomersPreferences", _sales(company))
    taxes = _taxes(company)
    if taxes:
        write(ret, "SalesTaxPreferences", taxes)
    write(ret, "TimeTrackingPreferences", {"FirstDayOfWeek": "Monday"})
    write(
        ret,
        "CurrentAppAccessRights",
        {"IsAutomaticLoginAllowed": "true", "IsPersonalDataAccessAllowed": "false"},
    )
    keep_only(ret, values(request, "IncludeRetElement"))
    return None


def _sales(company: Company) -> Fields:
    return {
        "DefaultMarkup": company.setting("DefaultMarkup", "0"),
        "IsTrackingReimbursedExpensesAsIncome": "false",
        "IsAutoApplyingPayments": "true",
    }


def _taxes(company: Company) -> Fields:
    found = {
        "DefaultItemSalesTaxRef": records.find(
            company, "ItemSalesTax", company.setting("DefaultItemSalesTax")
        ),
        "DefaultTaxableSalesTaxCodeRef": records.find(company, "SalesTaxCode", "Tax"),
        "DefaultNonTaxableSalesTaxCodeRef": records.find(company, "SalesTaxCode", "Non"),
    }
    references: Fields = {}
    for name, record in found.items():
        if record is None:
            return {}
        references[name] = {"ListID": record.list_id, "FullName": record.full_name}
        if name == "DefaultItemSalesTaxRef":
            references["PaySalesTax"] = "Monthly"
    return references
