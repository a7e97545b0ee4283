"""Closed word lists: the only values QuickBooks takes in an element of that name."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, str]] = {
    "ActiveStatus": "ActiveOnly InactiveOnly All",
    "MatchCriterion": "StartsWith Contains EndsWith",
    "Operator": "LessThan LessThanEqual Equal GreaterThan GreaterThanEqual",
    "SalesTaxCountry": "Australia Canada UK US",
    "JobStatus": "Awarded Closed InProgress None NotAwarded Pending",
    "DeliveryMethod": "Email Fax Print",
    "PreferredDeliveryMethod": "None Email Fax",
    "AccountType": (
        "AccountsPayable AccountsReceivable Bank CostOfGoodsSold CreditCard Equity Expense FixedAsset "
        "Income LongTermLiability NonPosting OtherAsset OtherCurrentAsset OtherCurrentLiability "
        "OtherExpense OtherIncome"
    ),
    "DetailAccountType": (
        "AP AR AccumulatedAdjustment AccumulatedAmortization AccumulatedAmortizationOfOtherAssets "
        "AccumulatedDepletion AccumulatedDepreciation AdvertisingOrPromotional AllowanceForBadDebts "
        "Amortization Auto BadDebts BankCharges Buildings CashOnHand CharitableContributions Checking "
        "CommonStock CostOfLabor CostOfLaborCOS CreditCard DepletableAssets Depreciation DevelopmentCosts "
        "DiscountsOrRefundsGiven DividendIncome DuesAndSubscriptions EmployeeCashAdvances Entertainment "
        "EntertainmentMeals EquipmentRental EquipmentRentalCOS FederalIncomeTaxPayable "
        "FurnitureAndFixtures Goodwill Insurance InsurancePayable IntangibleAssets InterestEarned "
        "InterestPaid Inventory InvestmentMortgageOrRealEstateLoans InvestmentOther "
        "InvestmentTaxExemptSecurities InvestmentUSGovObligations Land LeaseBuyout LeaseholdImprovements "
        "LegalAndProfessionalFees Licenses LineOfCredit LoanPayable LoansToOfficers LoansToOthers "
        "LoansToStockholders MachineryAndEquipment MoneyMarket NonProfitIncome NotesPayable "
        "OfficeOrGeneralAdministrativeExpenses OpeningBalanceEquity OrganizationalCosts "
        "OtherCostsOfServiceCOS OtherCurrentAssets OtherCurrentLiab OtherFixedAssets "
        "OtherInvestmentIncome OtherLongTermAssets OtherLongTermLiab OtherMiscExpense OtherMiscIncome "
        "OtherMiscServiceCost OtherPrimaryIncome OwnersEquity PaidInCapitalOrSurplus PartnerContributions "
        "PartnerDistributions PartnersEquity PayrollClearing PayrollExpenses PayrollTaxPayable "
        "PenaltiesAndSettlements PreferredStock PrepaidExpenses PrepaidExpensesPayable PromotionalMeals "
        "RentOrLeaseOfBuildings RentsHeldInTrust RentsInTrustLiab RepairAndMaintenance Retainage "
        "RetainedEarnings SalesOfProductIncome SalesTaxPayable Savings SecurityDeposits "
        "ServiceOrFeeIncome ShareholderNotesPayable ShippingFreightAndDelivery "
        "ShippingFreightAndDeliveryCOS StateOrLocalIncomeTaxPayable SuppliesAndMaterials "
        "SuppliesAndMaterialsCOGS TaxExemptInterest TaxesPaid Travel TravelMeals TreasuryStock "
        "TrustAccounts TrustAccountsLiab UndepositedFunds Utilities Vehicles"
    ),
    "ReportingPeriod": "Monthly Quarterly",
    "DateMacro": (
        "All Today ThisWeek ThisWeekToDate ThisMonth ThisMonthToDate ThisCalendarQuarter "
        "ThisCalendarQuarterToDate ThisFiscalQuarter ThisFiscalQuarterToDate ThisCalendarYear "
        "ThisCalendarYearToDate ThisFiscalYear ThisFiscalYearToDate Yesterday LastWeek LastWeekToDate "
        "LastMonth LastMonthToDate LastCalendarQuarter LastCalendarQuarterToDate LastFiscalQuarter "
        "LastFiscalQuarterToDate LastCalendarYear LastCalendarYearToDate LastFiscalYear "
        "LastFiscalYearToDate NextWeek NextFourWeeks NextMonth NextCalendarQuarter NextCalendarYear "
        "NextFiscalQuarter NextFiscalYear"
    ),
    "OptionForPriceRuleConflict": "Zero BasePrice",
    "PaidStatus": "All PaidOnly NotPaidOnly",
    "BillableStatus": "Billable NotBillable HasBeenBilled",
    "TxnDelType": (
        "ARRefundCreditCard Bill BillPaymentCheck BillPaymentCreditCard BuildAssembly Charge Check "
        "CreditCardCharge CreditCardCredit CreditMemo Deposit Estimate InventoryAdjustment Invoice "
        "ItemReceipt JournalEntry PurchaseOrder ReceivePayment SalesOrder SalesReceipt "
        "SalesTaxPaymentCheck TimeTracking TransferInventory VehicleMileage VendorCredit"
    ),
    "JobReportType": (
        "ItemEstimatesVsActuals ItemProfitability JobEstimatesVsActualsDetail "
        "JobEstimatesVsActualsSummary JobProfitabilityDetail JobProfitabilitySummary"
    ),
    "ReportDateMacro": (
        "All Today ThisWeek ThisWeekToDate ThisMonth ThisMonthToDate ThisQuarter ThisQuarterToDate "
        "ThisYear ThisYearToDate Yesterday LastWeek LastWeekToDate LastMonth LastMonthToDate LastQuarter "
        "LastQuarterToDate LastYear LastYearToDate NextWeek NextFourWeeks NextMonth NextQuarter NextYear"
    ),
    "AccountTypeFilter": (
        "AccountsPayable AccountsReceivable AllowedFor1099 APAndSalesTax APOrCreditCard ARAndAP Asset "
        "BalanceSheet Bank BankAndARAndAPAndUF BankAndUF CostOfSales CreditCard CurrentAsset "
        "CurrentAssetAndExpense CurrentLiability Equity EquityAndIncomeAndExpense ExpenseAndOtherExpense "
        "FixedAsset IncomeAndExpense IncomeAndOtherIncome Liability LiabilityAndEquity LongTermLiability "
        "NonPosting OrdinaryExpense OrdinaryIncome OrdinaryIncomeAndCOGS OrdinaryIncomeAndExpense "
        "OtherAsset OtherCurrentAsset OtherCurrentLiability OtherExpense OtherIncome OtherIncomeOrExpense"
    ),
    "EntityTypeFilter": "Customer Employee OtherName Vendor",
    "ItemTypeFilter": (
        "AllExceptFixedAsset Assembly Discount FixedAsset Inventory InventoryAndAssembly NonInventory "
        "OtherCharge Payment Sales SalesTax Service"
    ),
    "TxnTypeFilter": (
        "All ARRefundCreditCard Bill BillPaymentCheck BillPaymentCreditCard BuildAssembly Charge Check "
        "CreditCardCharge CreditCardCredit CreditMemo Deposit Estimate InventoryAdjustment Invoice "
        "ItemReceipt JournalEntry LiabilityAdjustment Paycheck PayrollLiabilityCheck PurchaseOrder "
        "ReceivePayment SalesOrder SalesReceipt SalesTaxPaymentCheck Transfer VendorCredit YTDAdjustment"
    ),
    "ReportModifiedDateRangeMacro": (
        "All Today ThisWeek ThisWeekToDate ThisMonth ThisMonthToDate ThisQuarter ThisQuarterToDate "
        "ThisYear ThisYearToDate Yesterday LastWeek LastWeekToDate LastMonth LastMonthToDate LastQuarter "
        "LastQuarterToDate LastYear LastYearToDate NextWeek NextFourWeeks NextMonth NextQuarter NextYear"
    ),
    "ReportDetailLevelFilter": "All AllExceptSummary SummaryOnly",
    "ReportPostingStatusFilter": "Either NonPosting Posting",
    "SummarizeColumnsBy": (
        "Account BalanceSheet Class Customer CustomerType Day Employee FourWeek HalfMonth IncomeStatement "
        "ItemDetail ItemType Month Payee PaymentMethod PayrollItemDetail PayrollYtdDetail Quarter "
        "SalesRep SalesTaxCode ShipMethod Terms TotalOnly TwoWeek Vendor VendorType Week Year"
    ),
    "CustomDetailReportType": "CustomTxnDetail",
    "SummarizeRowsBy": (
        "Account BalanceSheet Class Customer CustomerType Day Employee FourWeek HalfMonth IncomeStatement "
        "ItemDetail ItemType Month Payee PaymentMethod PayrollItemDetail PayrollYtdDetail Quarter "
        "SalesRep SalesTaxCode ShipMethod TaxLine Terms TotalOnly TwoWeek Vendor VendorType Week Year"
    ),
    "IncludeColumn": (
        "Account Aging Amount AmountDifference AverageCost BilledDate BillingStatus CalculatedAmount "
        "Class ClearedStatus CostPrice Credit Currency Date Debit DeliveryDate DueDate EstimateActive "
        "ExchangeRate FOB IncomeSubjectToTax Invoiced Item ItemDesc LastModifiedBy LatestOrPriorState "
        "Memo ModifiedTime Name NameAccountNumber NameAddress NameCity NameContact NameEmail NameFax "
        "NamePhone NameState NameZip OpenBalance OriginalAmount PaidAmount PaidStatus PaidThroughDate "
        "PaymentMethod PayrollItem PONumber PrintStatus ProgressAmount ProgressPercent Quantity "
        "QuantityAvailable QuantityOnHand QuantityOnSalesOrder ReceivedQuantity RefNumber RunningBalance "
        "SalesRep SalesTaxCode SerialOrLotNumber ShipDate ShipMethod SourceName SplitAccount SSNOrTaxID "
        "TaxLine TaxTableVersion Terms TxnID TxnNumber TxnType UnitPrice UserEdit ValueOnHand WageBase "
        "WageBaseTips"
    ),
    "IncludeAccounts": "All InUse",
    "ReportOpenBalanceAsOf": "ReportEndDate Today",
    "ReportBasis": "Accrual Cash None",
}
