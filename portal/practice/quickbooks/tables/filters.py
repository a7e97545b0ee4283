"""Filters of queries and reports, and the parts that several requests share."""

from collections.abc import Mapping
from typing import Final

FILTER_ELEMENTS: Final[Mapping[str, str]] = {
    "NameFilter": "MatchCriterion:e Name:str",
    "NameRangeFilter": "FromName:str? ToName:str?",
    "TotalBalanceFilter": "Operator:e Amount:amt",
    "CurrencyFilter": "( ListID:id+ | FullName:s64+ )",
    "ClassFilter": "( ListID:id+ | FullName:str+ | ListIDWithChildren:id | FullNameWithChildren:str )",
    "ModifiedDateRangeFilter": "FromModifiedDate:datetime? ToModifiedDate:datetime?",
    "TxnDateRangeFilter": "( FromTxnDate:date? ToTxnDate:date? | DateMacro:e )",
    "EntityFilter": "( ListID:id+ | FullName:str+ | ListIDWithChildren:id | FullNameWithChildren:str )",
    "AccountFilter": "( ListID:id+ | FullName:str+ | ListIDWithChildren:id | FullNameWithChildren:str )",
    "RefNumberFilter": "MatchCriterion:e RefNumber:str",
    "RefNumberRangeFilter": "FromRefNumber:str? ToRefNumber:str?",
    "TimeTrackingEntityFilter": "( ListID:id+ | FullName:str+ )",
    "DeletedDateRangeFilter": "FromDeletedDate:datetime? ToDeletedDate:datetime?",
    "IncludeListMetaData": "IncludeMaxCapacity:bool",
    "ReportPeriod": "FromReportDate:date? ToReportDate:date?",
    "ReportAccountFilter": (
        "( AccountTypeFilter:e | ListID:id+ | FullName:str+ | ListIDWithChildren:id | "
        "FullNameWithChildren:str )"
    ),
    "ReportEntityFilter": (
        "( EntityTypeFilter:e | ListID:id+ | FullName:str+ | ListIDWithChildren:id | "
        "FullNameWithChildren:str )"
    ),
    "ReportItemFilter": (
        "( ItemTypeFilter:e | ListID:id+ | FullName:str+ | ListIDWithChildren:id | FullNameWithChildren:str )"
    ),
    "ReportClassFilter": (
        "( ListID:id+ | FullName:str+ | ListIDWithChildren:id | FullNameWithChildren:str )"
    ),
    "ReportTxnTypeFilter": "TxnTypeFilter:e+",
    "ReportModifiedDateRangeFilter": "FromReportModifiedDate:date? ToReportModifiedDate:date?",
    "Address": "@AddressData",
}

PARTS: Final[Mapping[str, str]] = {
    "ListFilter": (
        "MaxReturned:int1..? ActiveStatus:e? FromModifiedDate:datetime? ToModifiedDate:datetime? ( "
        "NameFilter | NameRangeFilter )?"
    ),
    "TxnFilter": (
        "MaxReturned:int1..? ( ModifiedDateRangeFilter | TxnDateRangeFilter )? EntityFilter? "
        "AccountFilter? ( RefNumberFilter | RefNumberRangeFilter )? CurrencyFilter?"
    ),
    "ReportCoreFilter": (
        "( ReportPeriod | ReportDateMacro:e )? ReportAccountFilter? ReportEntityFilter? ReportItemFilter? "
        "ReportClassFilter? ReportTxnTypeFilter? ( ReportModifiedDateRangeFilter | "
        "ReportModifiedDateRangeMacro:e )? ReportDetailLevelFilter:e? ReportPostingStatusFilter:e?"
    ),
    "AddressData": (
        "Addr1:s41? Addr2:s41? Addr3:s41? Addr4:s41? Addr5:s41? City:s31? State:s21? PostalCode:s13? "
        "Country:s31? Note:s41?"
    ),
    "ContactInfo": (
        "Salutation:s15? FirstName:s25 MiddleName:s5? LastName:s25? JobTitle:s41? AdditionalContactRef{0,5}"
    ),
    "PersonName": "Salutation:s15? FirstName:s25? MiddleName:s5? LastName:s25? Suffix:str?",
    "CommInfo": (
        "Phone:s21? Mobile:s21? Pager:s21? AltPhone:s21? Fax:s21? Email:s1023? Cc:s1023? Contact:s41? "
        "AltContact:s41?"
    ),
    "TxnLineGroupCoreAdd": "ItemGroupRef:ref31 Desc:str? Quantity:quan? UnitOfMeasure:s31?",
    "TxnFieldsCore": "PONumber:s25? TermsRef:ref31? DueDate:date? SalesRepRef:ref5? FOB:s13?",
    "TxnLineCore": (
        "ItemRef:ref? Desc:s4095? Quantity:quan? UnitOfMeasure:s31? OverrideUOMSetRef:ref31? ( Rate:price "
        "| RatePercent:percent )? ClassRef:ref159? Amount:amt? TaxAmount:amt?"
    ),
}
