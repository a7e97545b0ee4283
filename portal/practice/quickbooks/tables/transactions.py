"""Elements of transactions (estimates, bills, checks, journal entries, time) in requests."""

from collections.abc import Mapping
from typing import Final

TRANSACTION_ELEMENTS: Final[Mapping[str, str]] = {
    "EstimateAdd": (
        "CustomerRef:ref209 ClassRef:ref159? TemplateRef:ref31? TxnDate:date? RefNumber:s11? "
        "BillAddress:Address? ShipAddress:Address? IsActive:bool? @TxnFieldsCore ItemSalesTaxRef:ref31? "
        "Memo:s4095? CustomerMsgRef:ref101? IsToBeEmailed:bool? IsTaxIncluded:bool? "
        "CustomerSalesTaxCodeRef:ref3? Other:s29? ExchangeRate:float? ExternalGUID:guid? ( "
        "EstimateLineAdd | EstimateLineGroupAdd )+"
    ),
    "EstimateLineAdd": (
        "ItemRef:ref? Desc:s4095? Quantity:quan? UnitOfMeasure:s31? ( Rate:price | RatePercent:percent )? "
        "ClassRef:ref159? Amount:amt? TaxAmount:amt? OptionForPriceRuleConflict:e? "
        "InventorySiteRef:ref31? InventorySiteLocationRef:ref31? SalesTaxCodeRef:ref3? ( MarkupRate:price "
        "| MarkupRatePercent:percent | PriceLevelRef:ref31 )? OverrideItemAccountRef:ref159? Other1:s29? "
        "Other2:s29? DataExt*"
    ),
    "EstimateLineGroupAdd": (
        "@TxnLineGroupCoreAdd InventorySiteRef:ref31? InventorySiteLocationRef:ref31? DataExt*"
    ),
    "EstimateMod": (
        "TxnID:id EditSequence:s16 CustomerRef:ref209? ClassRef:ref159? TemplateRef:ref31? TxnDate:date? "
        "RefNumber:s11? BillAddress:Address? ShipAddress:Address? IsActive:bool? CreateChangeOrder:bool? "
        "@TxnFieldsCore ItemSalesTaxRef:ref31? Memo:s4095? CustomerMsgRef:ref101? IsToBeEmailed:bool? "
        "IsTaxIncluded:bool? CustomerSalesTaxCodeRef:ref3? Other:s29? ExchangeRate:float? ( "
        "EstimateLineMod | EstimateLineGroupMod )*"
    ),
    "EstimateLineMod": (
        "TxnLineID:id @TxnLineCore OptionForPriceRuleConflict:e? InventorySiteRef:ref31? "
        "InventorySiteLocationRef:ref31? SalesTaxCodeRef:ref3? ( MarkupRate:price | "
        "MarkupRatePercent:percent | PriceLevelRef:ref31 )? Other1:s29? Other2:s29?"
    ),
    "EstimateLineGroupMod": (
        "TxnLineID:id ItemGroupRef:ref31? Quantity:quan? UnitOfMeasure:s31? OverrideUOMSetRef:ref31? "
        "EstimateLineMod*"
    ),
    "BillAdd": (
        "VendorRef:ref41 VendorAddress:Address? APAccountRef:ref159? TxnDate:date? DueDate:date? "
        "RefNumber:s20? TermsRef:ref31? Memo:s4095? IsTaxIncluded:bool? SalesTaxCodeRef:ref3? "
        "ExchangeRate:float? ExternalGUID:guid? LinkToTxnID:id* ExpenseLineAdd* ( ItemLineAdd | "
        "ItemGroupLineAdd )*"
    ),
    "CheckAdd": (
        "AccountRef:ref159 PayeeEntityRef:ref209? RefNumber:s11? TxnDate:date? Memo:s4095? Address? "
        "IsToBePrinted:bool? IsTaxIncluded:bool? SalesTaxCodeRef:ref3? ExchangeRate:float? "
        "ExternalGUID:guid? ApplyCheckToTxnAdd* ExpenseLineAdd* ( ItemLineAdd | ItemGroupLineAdd )*"
    ),
    "ApplyCheckToTxnAdd": "TxnID:id Amount:amt?",
    "ExpenseLineAdd": (
        "AccountRef:ref159? Amount:amt? TaxAmount:amt? Memo:s4095? CustomerRef:ref209? ClassRef:ref159? "
        "SalesTaxCodeRef:ref3? BillableStatus:e? SalesRepRef:ref5? DataExt*"
    ),
    "ItemLineAdd": (
        "ItemRef:ref? InventorySiteRef:ref31? InventorySiteLocationRef:ref31? ( SerialNumber:s4095? | "
        "LotNumber:s40? )? Desc:s4095? Quantity:quan? UnitOfMeasure:s31? Cost:price? Amount:amt? "
        "TaxAmount:amt? CustomerRef:ref209? ClassRef:ref159? SalesTaxCodeRef:ref3? BillableStatus:e? "
        "OverrideItemAccountRef:ref159? LinkToTxn? SalesRepRef:ref5? DataExt*"
    ),
    "ItemGroupLineAdd": (
        "@TxnLineGroupCoreAdd InventorySiteRef:ref31? InventorySiteLocationRef:ref31? DataExt*"
    ),
    "LinkToTxn": "TxnID:id TxnLineID:id",
    "JournalEntryAdd": (
        "TxnDate:date? RefNumber:s11? Memo:str? IsAdjustment:bool? ( IsHomeCurrencyAdjustment:bool | "
        "IsAmountsEnteredInHomeCurrency:bool? CurrencyRef:ref64? ExchangeRate:float? )? "
        "ExternalGUID:guid? ( JournalDebitLine | JournalCreditLine )+"
    ),
    "JournalDebitLine": (
        "TxnLineID:id? AccountRef:ref159? Amount:amt? TaxAmount:amt? Memo:s4095? EntityRef:ref209? "
        "ClassRef:ref159? ItemSalesTaxRef:ref31? BillableStatus:e?"
    ),
    "JournalCreditLine": (
        "TxnLineID:id? AccountRef:ref159? Amount:amt? TaxAmount:amt? Memo:s4095? EntityRef:ref209? "
        "ClassRef:ref159? ItemSalesTaxRef:ref31? BillableStatus:e?"
    ),
    "TimeTrackingAdd": (
        "TxnDate:date? EntityRef:ref209 CustomerRef:ref209? ItemServiceRef:ref159? Rate:price? "
        "Duration:interval ClassRef:ref159? PayrollItemWageRef:ref31? Notes:s4095? BillableStatus:e? "
        "ExternalGUID:guid?"
    ),
    "DataExt": "OwnerID:guid DataExtName:s31 DataExtValue:str",
}
