"""The requests this company understands: one line per kind, its children in the order QuickBooks wants.

Notation: `Name:type` with `?`, `*`, `+` or `{n,m}` behind it, `( a | b )` for a choice, `@Part` for a shared part;
a name without a type is an element of its own in another table. Types: see `formats`.
"""

from collections.abc import Mapping
from typing import Final

REQUESTS: Final[Mapping[str, str]] = {
    "HostQueryRq": "IncludeListMetaData? IncludeRetElement:s50*",
    "CompanyQueryRq": "IncludeRetElement:s50* OwnerID:guid*",
    "PreferencesQueryRq": "IncludeRetElement:s50*",
    "CustomerQueryRq": (
        "( ListID:id+ | FullName:str+ | @ListFilter TotalBalanceFilter? CurrencyFilter? ClassFilter? )? "
        "IncludeRetElement:s50* OwnerID:guid*"
    ),
    "CustomerAddRq": "CustomerAdd IncludeRetElement:s50*",
    "AccountQueryRq": (
        "( ListID:id+ | FullName:str+ | @ListFilter AccountType:e* CurrencyFilter? )? "
        "IncludeRetElement:s50* OwnerID:guid*"
    ),
    "AccountAddRq": "AccountAdd IncludeRetElement:s50*",
    "ItemQueryRq": "( ListID:id+ | FullName:str+ | @ListFilter )? IncludeRetElement:s50* OwnerID:guid*",
    "ItemServiceQueryRq": (
        "( ListID:id+ | FullName:str+ | MaxReturned:int1..? ActiveStatus:e? FromModifiedDate:datetime? "
        "ToModifiedDate:datetime? ( NameFilter | NameRangeFilter )? ClassFilter? )? "
        "IncludeRetElement:s50* OwnerID:guid*"
    ),
    "ItemServiceAddRq": "ItemServiceAdd IncludeRetElement:s50*",
    "ItemServiceModRq": "ItemServiceMod IncludeRetElement:s50*",
    "ClassQueryRq": "( ListID:id+ | FullName:str+ | @ListFilter )? IncludeRetElement:s50*",
    "ClassAddRq": "ClassAdd IncludeRetElement:s50*",
    "VendorQueryRq": (
        "( ListID:id+ | FullName:str+ | @ListFilter TotalBalanceFilter? CurrencyFilter? ClassFilter? )? "
        "IncludeRetElement:s50* OwnerID:guid*"
    ),
    "VendorAddRq": "VendorAdd IncludeRetElement:s50*",
    "EstimateQueryRq": (
        "( TxnID:id+ | RefNumber:str+ | RefNumberCaseSensitive:str+ | @TxnFilter )? "
        "IncludeLineItems:bool? IncludeLinkedTxns:bool? IncludeRetElement:s50* OwnerID:guid*"
    ),
    "EstimateAddRq": "EstimateAdd IncludeRetElement:s50*",
    "EstimateModRq": "EstimateMod IncludeRetElement:s50*",
    "BillQueryRq": (
        "( TxnID:id+ | RefNumber:str+ | RefNumberCaseSensitive:str+ | @TxnFilter PaidStatus:e? )? "
        "IncludeLineItems:bool? IncludeLinkedTxns:bool? IncludeRetElement:s50* OwnerID:guid*"
    ),
    "BillAddRq": "BillAdd IncludeRetElement:s50*",
    "CheckQueryRq": (
        "( TxnID:id+ | RefNumber:str+ | RefNumberCaseSensitive:str+ | @TxnFilter )? "
        "IncludeLineItems:bool? IncludeLinkedTxns:bool? IncludeRetElement:s50* OwnerID:guid*"
    ),
    "CheckAddRq": "CheckAdd IncludeRetElement:s50*",
    "JournalEntryQueryRq": (
        "( TxnID:id+ | RefNumber:str+ | RefNumberCaseSensitive:str+ | @TxnFilter )? "
        "IncludeLineItems:bool? IncludeRetElement:s50* OwnerID:guid*"
    ),
    "JournalEntryAddRq": "JournalEntryAdd IncludeRetElement:s50*",
    "TimeTrackingQueryRq": (
        "( TxnID:id+ | MaxReturned:int1..? ( ModifiedDateRangeFilter | TxnDateRangeFilter )? "
        "TimeTrackingEntityFilter? )? IncludeRetElement:s50*"
    ),
    "TimeTrackingAddRq": "TimeTrackingAdd IncludeRetElement:s50*",
    "TxnDelRq": "TxnDelType:e TxnID:id",
    "TxnDeletedQueryRq": "TxnDelType:e+ DeletedDateRangeFilter? IncludeRetElement:s50*",
    "JobReportQueryRq": (
        "JobReportType:e DisplayReport:bool? @ReportCoreFilter SummarizeColumnsBy:e? IncludeSubcolumns:bool?"
    ),
    "CustomDetailReportQueryRq": (
        "CustomDetailReportType:e DisplayReport:bool? @ReportCoreFilter SummarizeRowsBy:e "
        "IncludeColumn:e+ IncludeAccounts:e? ReportOpenBalanceAsOf:e? ReportBasis:e?"
    ),
}
