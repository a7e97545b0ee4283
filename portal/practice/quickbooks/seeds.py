"""What a new company file begins with: the chart of accounts, sales tax, and the firm's own lists."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from portal.practice.quickbooks import records
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.processor import process

NAME: Final = "Halden & Rowe Builders"
_FOLDER = "C:\\Users\\Public\\Documents\\Intuit\\QuickBooks\\Company Files\\"
_ACCOUNTS: Final = (
    ("Checking", "Bank"),
    ("Accounts Receivable", "AccountsReceivable"),
    ("Accounts Payable", "AccountsPayable"),
    ("Sales Tax Payable", "OtherCurrentLiability"),
    ("Owners Equity", "Equity"),
    ("Construction Income", "Income"),
    ("Job Materials", "CostOfGoodsSold"),
    ("Job Labor", "CostOfGoodsSold"),
    ("Subcontractors Expense", "CostOfGoodsSold"),
    ("Equipment Rental for Jobs", "CostOfGoodsSold"),
    ("Other Job Costs", "CostOfGoodsSold"),
    ("Office Supplies", "Expense"),
    ("Tools and Small Equipment", "Expense"),
    ("Permits and Licenses", "Expense"),
    ("Estimates", "NonPosting"),
)
_CUSTOMERS: Final = (
    ("Smith", ("Garage 2025",)),
    ("Harbor Medical Group", ("Imaging Suite", "Parking Deck")),
    ("Delgado Family", ("Kitchen Remodel",)),
    ("Northgate School District", ()),
    ("City of Milwaukie", ("Pump House",)),
)
_VENDORS: Final = (
    "Cascade Ready Mix",
    "Willamette Lumber Supply",
    "Orozco Electric",
    "Bright Plumbing",
    "Sunrise Equipment Rental",
    "Ada Lindqvist",
    "Ben Okafor",
)
_ITEMS: Final = (
    ("Design", "Design hours", "95.00", "60.00"),
    ("Site visit", "Visit to the site", "150.00", "90.00"),
    ("Cleanup", "Daily cleanup", "420.00", "350.00"),
)


def prepare(path: Path, name: str = NAME, *, only_accounts: bool = False) -> Company:
    """Open a company file; a new one is filled, all in one go or not at all."""
    company = Company.open(path)
    with company.transaction():
        if not company.setting("CompanyName"):
            _begin(company, name)
            if not only_accounts:
                _fill(company)
    return company


def _begin(company: Company, name: str) -> None:
    settings: Mapping[str, str] = {
        "CompanyName": name,
        "CompanyFile": f"{_FOLDER}{name}.qbw",
        "IsUsingEstimates": "true",
        "IsUsingClassTracking": "true",
        "DefaultMarkup": "0",
        "DefaultItemSalesTax": "Portland metro",
        "ReportItemsBy": "NameOnly",
    }
    for key, value in settings.items():
        company.set_setting(key, value)
    _send(
        company,
        [
            f"<AccountAddRq><AccountAdd><Name>{escape(account)}</Name><AccountType>{kind}</AccountType>"
            "</AccountAdd></AccountAddRq>"
            for account, kind in _ACCOUNTS
        ],
    )
    for code in ("Tax", "Non"):
        records.insert(company, "SalesTaxCode", code, None, {})
    records.insert(company, "ItemSalesTax", "Portland metro", None, {"TaxRate": "8.25"})


def _fill(company: Company) -> None:
    customers: list[str] = []
    for name, jobs in _CUSTOMERS:
        customers.append(f"<CustomerAddRq><CustomerAdd><Name>{name}</Name></CustomerAdd></CustomerAddRq>")
        customers += [
            f"<CustomerAddRq><CustomerAdd><Name>{job}</Name><ParentRef><FullName>{name}</FullName></ParentRef>"
            "<JobStatus>InProgress</JobStatus></CustomerAdd></CustomerAddRq>"
            for job in jobs
        ]
    _send(company, customers)
    _send(
        company,
        [f"<VendorAddRq><VendorAdd><Name>{name}</Name></VendorAdd></VendorAddRq>" for name in _VENDORS],
    )
    _send(company, [_item(*row) for row in _ITEMS])


def _item(name: str, description: str, price: str, cost: str) -> str:
    return (
        f"<ItemServiceAddRq><ItemServiceAdd><Name>{name}</Name><SalesAndPurchase>"
        f"<SalesDesc>{description}</SalesDesc><SalesPrice>{price}</SalesPrice>"
        "<IncomeAccountRef><FullName>Construction Income</FullName></IncomeAccountRef>"
        f"<PurchaseDesc>{description}</PurchaseDesc><PurchaseCost>{cost}</PurchaseCost>"
        "<ExpenseAccountRef><FullName>Job Labor</FullName></ExpenseAccountRef>"
        "</SalesAndPurchase></ItemServiceAdd></ItemServiceAddRq>"
    )


def _send(company: Company, requests: Sequence[str]) -> None:
    hresult, response = process(
        company,
        '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError">'
        + "".join(requests)
        + "</QBXMLMsgsRq></QBXML>",
    )
    if hresult or 'statusSeverity="Error"' in response:
        raise ValueError(f"The company could not be filled: {hresult or response}")
