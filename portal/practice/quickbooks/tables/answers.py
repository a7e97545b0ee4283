"""The order of elements in answers, one line per record; a name without a line here keeps the order it was given."""

from collections.abc import Mapping
from typing import Final

_TXN_HEAD = "TxnID TimeCreated TimeModified EditSequence TxnNumber "
_LIST_HEAD = "ListID TimeCreated TimeModified EditSequence "
_PERSON = "CompanyName Salutation FirstName MiddleName LastName Suffix JobTitle "
_CONTACT = "Phone Mobile Pager AltPhone Fax Email Cc Contact AltContact AdditionalContactRef "

ANSWERS: Final[Mapping[str, str]] = {
    "HostRet": (
        "ProductName MajorVersion MinorVersion Country SupportedQBXMLVersion IsAutomaticLogin QBFileMode"
    ),
    "CompanyRet": (
        "IsSampleCompany CompanyName LegalCompanyName Address LegalAddress Phone Email FirstMonthFiscalYear "
        "FirstMonthIncomeTaxYear CompanyType TaxForm SubscribedServices DataExtRet"
    ),
    "CustomerRet": (
        _LIST_HEAD
        + "Name FullName IsActive ClassRef ParentRef Sublevel "
        + _PERSON
        + "BillAddress ShipAddress "
        "ShipToAddress PrintAs " + _CONTACT + "CustomerTypeRef TermsRef SalesRepRef Balance TotalBalance "
        "SalesTaxCodeRef ItemSalesTaxRef SalesTaxCountry ResaleNumber AccountNumber CreditLimit "
        "PreferredPaymentMethodRef JobStatus JobStartDate JobProjectedEndDate JobEndDate JobDesc JobTypeRef Notes "
        "IsStatementWithParent DeliveryMethod PreferredDeliveryMethod PriceLevelRef ExternalGUID "
        "TaxRegistrationNumber CurrencyRef"
    ),
    "AccountRet": (
        _LIST_HEAD + "Name FullName IsActive ParentRef Sublevel AccountType DetailAccountType AccountNumber "
        "BankNumber Desc Balance TotalBalance SalesTaxCodeRef CurrencyRef"
    ),
    "ItemServiceRet": (
        _LIST_HEAD + "Name FullName BarCodeValue IsActive ClassRef ParentRef Sublevel UnitOfMeasureSetRef "
        "IsTaxIncluded SalesTaxCodeRef SalesOrPurchase SalesAndPurchase ExternalGUID"
    ),
    "ClassRet": _LIST_HEAD + "Name FullName IsActive ParentRef Sublevel",
    "VendorRet": (
        _LIST_HEAD
        + "Name IsActive ClassRef "
        + _PERSON
        + "VendorAddress ShipAddress "
        + _CONTACT
        + "NameOnCheck "
        "AccountNumber Notes VendorTypeRef TermsRef CreditLimit VendorTaxIdent IsVendorEligibleFor1099 Balance "
        "BillingRateRef ExternalGUID SalesTaxCodeRef SalesTaxCountry IsSalesTaxAgency SalesTaxReturnRef "
        "TaxRegistrationNumber ReportingPeriod IsTaxTrackedOnPurchases TaxOnPurchasesAccountRef "
        "IsTaxTrackedOnSales TaxOnSalesAccountRef IsTaxOnTax PrefillAccountRef CurrencyRef"
    ),
    "EstimateRet": (
        _TXN_HEAD
        + "CustomerRef ClassRef TemplateRef TxnDate RefNumber BillAddress ShipAddress IsActive PONumber "
        "TermsRef DueDate SalesRepRef FOB Subtotal ItemSalesTaxRef SalesTaxPercentage SalesTaxTotal TotalAmount "
        "Memo CustomerMsgRef IsToBeEmailed IsTaxIncluded CustomerSalesTaxCodeRef Other ExternalGUID EstimateLineRet"
    ),
    "EstimateLineRet": (
        "TxnLineID ItemRef Desc Quantity UnitOfMeasure OverrideUOMSetRef Rate RatePercent ClassRef Amount TaxAmount "
        "InventorySiteRef InventorySiteLocationRef SalesTaxCodeRef MarkupRate MarkupRatePercent Other1 Other2"
    ),
    "BillRet": (
        _TXN_HEAD + "VendorRef VendorAddress APAccountRef TxnDate DueDate AmountDue RefNumber TermsRef Memo "
        "IsTaxIncluded SalesTaxCodeRef IsPaid ExternalGUID ExpenseLineRet ItemLineRet OpenAmount"
    ),
    "CheckRet": (
        _TXN_HEAD
        + "AccountRef PayeeEntityRef RefNumber TxnDate Amount Memo Address IsToBePrinted IsTaxIncluded "
        "SalesTaxCodeRef ExternalGUID ExpenseLineRet ItemLineRet"
    ),
    "ExpenseLineRet": (
        "TxnLineID AccountRef Amount TaxAmount Memo CustomerRef ClassRef SalesTaxCodeRef BillableStatus SalesRepRef"
    ),
    "ItemLineRet": (
        "TxnLineID ItemRef Desc Quantity UnitOfMeasure Cost Amount TaxAmount CustomerRef ClassRef SalesTaxCodeRef "
        "BillableStatus SalesRepRef"
    ),
    "JournalEntryRet": _TXN_HEAD + "TxnDate RefNumber Memo IsAdjustment ExternalGUID",
    "JournalDebitLine": "TxnLineID AccountRef Amount TaxAmount Memo EntityRef ClassRef ItemSalesTaxRef BillableStatus",
    "JournalCreditLine": "TxnLineID AccountRef Amount TaxAmount Memo EntityRef ClassRef ItemSalesTaxRef BillableStatus",
    "TimeTrackingRet": (
        _TXN_HEAD
        + "TxnDate EntityRef CustomerRef ItemServiceRef Rate Duration ClassRef PayrollItemWageRef Notes "
        "BillableStatus ExternalGUID"
    ),
    "TxnDeletedRet": "TxnDelType TxnID TimeCreated TimeDeleted RefNumber",
    "SalesOrPurchase": "Desc Price PricePercent AccountRef",
    "SalesAndPurchase": (
        "SalesDesc SalesPrice IncomeAccountRef PurchaseDesc PurchaseCost PurchaseTaxCodeRef ExpenseAccountRef "
        "PrefVendorRef"
    ),
}
