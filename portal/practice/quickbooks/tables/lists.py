"""Elements of list records (customers, accounts, items, classes, vendors) in requests."""

from collections.abc import Mapping
from typing import Final

LIST_ELEMENTS: Final[Mapping[str, str]] = {
    "CustomerAdd": (
        "Name:s41 IsActive:bool? ClassRef:ref159? ParentRef:ref? CompanyName:s41? @PersonName "
        "JobTitle:s41? BillAddress:Address? ShipAddress:Address? ShipToAddress{0,50} PrintAs:s41? "
        "@CommInfo AdditionalContactRef{0,8} Contacts* CustomerTypeRef:ref159? TermsRef:ref31? "
        "SalesRepRef:ref5? OpenBalance:amt? OpenBalanceDate:date? SalesTaxCodeRef:ref3? "
        "ItemSalesTaxRef:ref31? SalesTaxCountry:e? ResaleNumber:s15? AccountNumber:s99? CreditLimit:amt? "
        "PreferredPaymentMethodRef:ref31? CreditCardInfo? JobStatus:e? JobStartDate:date? "
        "JobProjectedEndDate:date? JobEndDate:date? JobDesc:s99? JobTypeRef:ref159? Notes:s4095? "
        "AdditionalNotes* IsStatementWithParent:bool? DeliveryMethod:e? PreferredDeliveryMethod:e? "
        "PriceLevelRef:ref31? ExternalGUID:guid? TaxRegistrationNumber:s30? CurrencyRef:ref64?"
    ),
    "AccountAdd": (
        "Name:s31 IsActive:bool? ParentRef:ref? AccountType:e DetailAccountType:e? AccountNumber:s7? "
        "BankNumber:s25? Desc:s200? OpenBalance:amt? OpenBalanceDate:date? SalesTaxCodeRef:ref3? "
        "TaxLineID:int? CurrencyRef:ref64?"
    ),
    "ItemServiceAdd": (
        "Name:s31 BarCode? IsActive:bool? ClassRef:ref159? ParentRef:ref? UnitOfMeasureSetRef:ref31? "
        "IsTaxIncluded:bool? SalesTaxCodeRef:ref3? ( SalesOrPurchase | SalesAndPurchase ) "
        "ExternalGUID:guid?"
    ),
    "ItemServiceMod": (
        "ListID:id EditSequence:s16 Name:s31? BarCode? IsActive:bool? ClassRef:ref159? ParentRef:ref? "
        "UnitOfMeasureSetRef:ref31? ForceUOMChange:bool? IsTaxIncluded:bool? SalesTaxCodeRef:ref3? ( "
        "SalesOrPurchaseMod | SalesAndPurchaseMod )?"
    ),
    "ClassAdd": "Name:s31 IsActive:bool? ParentRef:ref?",
    "VendorAdd": (
        "Name:s41 IsActive:bool? ClassRef:ref159? CompanyName:s41? @PersonName JobTitle:s41? "
        "VendorAddress:Address? ShipAddress:Address? @CommInfo AdditionalContactRef{0,8} Contacts* "
        "NameOnCheck:s41? AccountNumber:s99? Notes:s4095? AdditionalNotes* VendorTypeRef:ref159? "
        "TermsRef:ref31? CreditLimit:amt? VendorTaxIdent:s15? IsVendorEligibleFor1099:bool? "
        "OpenBalance:amt? OpenBalanceDate:date? BillingRateRef:ref31? ExternalGUID:guid? "
        "SalesTaxCodeRef:ref3? SalesTaxCountry:e? IsSalesTaxAgency:bool? SalesTaxReturnRef:ref? "
        "TaxRegistrationNumber:s30? ReportingPeriod:e? IsTaxTrackedOnPurchases:bool? "
        "TaxOnPurchasesAccountRef:ref159? IsTaxTrackedOnSales:bool? TaxOnSalesAccountRef:ref159? "
        "IsTaxOnTax:bool? PrefillAccountRef:ref159{0,3} CurrencyRef:ref64?"
    ),
    "Contacts": "@ContactInfo",
    "AdditionalContactRef": "ContactName:s40 ContactValue:s255",
    "AdditionalNotes": "Note:s4095",
    "CreditCardInfo": (
        "CreditCardNumber:s25? ExpirationMonth:int1..12? ExpirationYear:int? NameOnCard:s41? "
        "CreditCardAddress:s41? CreditCardPostalCode:s41?"
    ),
    "ShipToAddress": (
        "Name:s41 Addr1:s41? Addr2:s41? Addr3:s41? Addr4:s41? Addr5:s41? City:s31? State:s21? "
        "PostalCode:s13? Country:s31? Note:s41? DefaultShipTo:bool?"
    ),
    "BarCode": "BarCodeValue:s50? AssignEvenIfUsed:bool? AllowOverride:bool?",
    "SalesOrPurchase": "Desc:s4095? ( Price:price | PricePercent:percent )? AccountRef:ref159?",
    "SalesAndPurchase": (
        "SalesDesc:s4095? SalesPrice:price? IncomeAccountRef:ref159? PurchaseDesc:s4095? "
        "PurchaseCost:price? PurchaseTaxCodeRef:ref3? ExpenseAccountRef:ref159? PrefVendorRef:ref41?"
    ),
    "SalesOrPurchaseMod": (
        "Desc:s4095? ( Price:price | PricePercent:percent )? AccountRef:ref159? "
        "ApplyAccountRefToExistingTxns:bool?"
    ),
    "SalesAndPurchaseMod": (
        "SalesDesc:s4095? SalesPrice:price? IncomeAccountRef:ref159? "
        "ApplyIncomeAccountRefToExistingTxns:bool? PurchaseDesc:s4095? PurchaseCost:price? "
        "PurchaseTaxCodeRef:ref3? ExpenseAccountRef:ref159? ApplyExpenseAccountRefToExistingTxns:bool? "
        "PrefVendorRef:ref41?"
    ),
}
