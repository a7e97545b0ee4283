"""The table of what we send: for each request its elements in order, how often, and what they hold.

Our own subset of qbXML 13.0: whatever it allows, Intuit's schema allows too (a test compares the two).
"""

from portal.erp.connectors.quickbooks_desktop.accounts import COST_TYPES, INCOME_TYPES
from portal.erp.connectors.quickbooks_desktop.reports import COST_ACCOUNT_TYPES, COST_COLUMNS
from portal.erp.connectors.quickbooks_desktop.shapes import Leaf, Shape, may, must, several, text, word

_ID = Leaf("IDTYPE", 36)
_BOOL = Leaf("BOOLTYPE")
_DATE = Leaf("DATETYPE")
_PRICE = Leaf("PRICETYPE")
_GUID = Leaf("GUIDTYPE")
_NO_MARKUP = Leaf("PERCENTTYPE", words=("0",))
_BY_ID = Shape((must("ListID", _ID),))
_TAX_CODE = Shape((must("FullName", text(3)),))
_LONG_TEXT = text(4095)

_ADDRESS = Shape(
    (
        *(may(f"Addr{number}", text(41)) for number in range(1, 6)),
        may("City", text(31)),
        may("State", text(21)),
        may("PostalCode", text(13)),
    )
)
_CUSTOMER_ADD = Shape(
    (
        must("Name", Leaf("NAME", 41)),
        may("IsActive", _BOOL),
        may("ParentRef", _BY_ID),
        may("BillAddress", _ADDRESS),
        may("JobDesc", text(99)),
        may("ExternalGUID", _GUID),
    )
)
_BOTH_SIDES = Shape(
    (
        may("SalesDesc", _LONG_TEXT),
        may("SalesPrice", _PRICE),
        must("IncomeAccountRef", _BY_ID),
        may("PurchaseDesc", _LONG_TEXT),
        may("PurchaseCost", _PRICE),
        must("ExpenseAccountRef", _BY_ID),
    )
)
_ITEM_SERVICE_ADD = Shape(
    (
        must("Name", Leaf("NAME", 31)),
        may("IsActive", _BOOL),
        may("ParentRef", _BY_ID),
        may("SalesTaxCodeRef", _TAX_CODE),
        must("SalesAndPurchase", _BOTH_SIDES),
        may("ExternalGUID", _GUID),
    )
)
_ESTIMATE_LINE_ADD = Shape(
    (
        must("ItemRef", _BY_ID),
        may("Desc", _LONG_TEXT),
        must("Rate", _PRICE),
        may("SalesTaxCodeRef", _TAX_CODE),
        must("MarkupRatePercent", _NO_MARKUP),
    )
)
_ESTIMATE_ADD = Shape(
    (
        must("CustomerRef", _BY_ID),
        must("TxnDate", _DATE),
        must("RefNumber", text(11)),
        must("Memo", _LONG_TEXT),
        must("IsToBeEmailed", Leaf("BOOLTYPE", words=("false",))),
        may("ExternalGUID", _GUID),
        several("EstimateLineAdd", _ESTIMATE_LINE_ADD, least=1),
    )
)
_ESTIMATE_LINE_MOD = Shape(
    (
        must("TxnLineID", _ID),
        may("ItemRef", _BY_ID),
        may("Desc", _LONG_TEXT),
        may("Rate", _PRICE),
        may("SalesTaxCodeRef", _TAX_CODE),
        may("MarkupRatePercent", _NO_MARKUP),
    )
)
_ESTIMATE_MOD = Shape(
    (
        must("TxnID", _ID),
        must("EditSequence", text(16)),
        may("Memo", _LONG_TEXT),
    ),
    mixed=(
        several("EstimateLineMod", _ESTIMATE_LINE_MOD, least=1),
        several("EstimateLineGroupMod", Shape((must("TxnLineID", _ID),))),
    ),
)
_PORTION = (
    may("MaxReturned", Leaf("INTTYPE")),
    may("ActiveStatus", word("ActiveOnly", "InactiveOnly", "All")),
)
_LIST = Shape(_PORTION)
_LIST_OR_NAMES = Shape(
    (several("FullName", text(209)), *_PORTION),
    alternatives=(frozenset({"FullName"}), frozenset({"MaxReturned", "ActiveStatus"})),
)
_ACCOUNT_QUERY = Shape((*_PORTION, several("AccountType", word(*INCOME_TYPES, *COST_TYPES))))
_ESTIMATE_QUERY = Shape(
    (
        several("TxnID", _ID),
        several("RefNumber", text(11)),
        may("MaxReturned", Leaf("INTTYPE")),
        may("EntityFilter", _BY_ID),
        may("IncludeLineItems", _BOOL),
    ),
    alternatives=(
        frozenset({"TxnID"}),
        frozenset({"RefNumber"}),
        frozenset({"MaxReturned", "EntityFilter"}),
    ),
)
_REPORT_OF_ONE_JOB = (must("ReportDateMacro", word("All")), must("ReportEntityFilter", _BY_ID))
_JOB_REPORT = Shape(
    (
        must("JobReportType", word("JobEstimatesVsActualsDetail")),
        may("DisplayReport", _BOOL),
        *_REPORT_OF_ONE_JOB,
    )
)
_COST_REPORT = Shape(
    (
        must("CustomDetailReportType", word("CustomTxnDetail")),
        may("DisplayReport", _BOOL),
        must("ReportDateMacro", word("All")),
        must("ReportAccountFilter", Shape((must("AccountTypeFilter", word(*COST_ACCOUNT_TYPES)),))),
        must("ReportEntityFilter", _BY_ID),
        may("ReportPostingStatusFilter", word("Posting")),
        must("SummarizeRowsBy", word("TotalOnly")),
        several("IncludeColumn", word(*COST_COLUMNS), least=1),
        may("ReportBasis", word("Accrual")),
    )
)

MUTATIONS = {
    "CustomerAddRq": Shape((must("CustomerAdd", _CUSTOMER_ADD),)),
    "ItemServiceAddRq": Shape((must("ItemServiceAdd", _ITEM_SERVICE_ADD),)),
    "EstimateAddRq": Shape((must("EstimateAdd", _ESTIMATE_ADD),)),
    "EstimateModRq": Shape((must("EstimateMod", _ESTIMATE_MOD),)),
}
"""Requests that change something: one to a message set, always under a wire id."""

QUERIES = {
    "HostQueryRq": Shape(),
    "CompanyQueryRq": Shape((several("OwnerID", _GUID),)),
    "PreferencesQueryRq": Shape(),
    "CustomerQueryRq": _LIST_OR_NAMES,
    "ItemQueryRq": _LIST_OR_NAMES,
    "ItemServiceQueryRq": _LIST,
    "AccountQueryRq": _ACCOUNT_QUERY,
    "EstimateQueryRq": _ESTIMATE_QUERY,
    "JobReportQueryRq": _JOB_REPORT,
    "CustomDetailReportQueryRq": _COST_REPORT,
}
"""Requests that only read: as many to a set as one likes, never under a wire id."""

ITERATED = frozenset({"CustomerQueryRq", "ItemQueryRq", "ItemServiceQueryRq", "EstimateQueryRq"})
