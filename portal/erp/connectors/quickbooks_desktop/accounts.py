"""Accounts of the general ledger, listed so that a person can pick income and expense account of new items."""

from dataclasses import dataclass

from lxml import etree

from portal.erp.connectors.quickbooks_desktop.answers import Response, children, text, truth
from portal.erp.connectors.quickbooks_desktop.message_sets import Request

INCOME_TYPES = ("Income", "OtherIncome")
COST_TYPES = ("CostOfGoodsSold", "Expense", "OtherExpense")


@dataclass(frozen=True)
class Account:
    """An account as QuickBooks holds it; `account_type` in QuickBooks' own words."""

    list_id: str
    full_name: str
    account_type: str
    number: str
    is_active: bool

    @property
    def takes_income(self) -> bool:
        """Whether it may be the income account of an item."""
        return self.account_type in INCOME_TYPES

    @property
    def takes_costs(self) -> bool:
        """Whether it may be the expense account of an item."""
        return self.account_type in COST_TYPES


def list_accounts() -> Request:
    """Ask for all active accounts that an item may post to."""
    types = [("AccountType", account_type) for account_type in (*INCOME_TYPES, *COST_TYPES)]
    return Request("AccountQuery", [("ActiveStatus", "ActiveOnly"), *types])


def read_accounts(response: Response) -> tuple[Account, ...]:
    """Read the accounts out of the answer."""
    return tuple(_account(element) for element in children(response.element, "AccountRet"))


def _account(element: etree._Element) -> Account:
    return Account(
        list_id=text(element, "ListID"),
        full_name=text(element, "FullName") or text(element, "Name"),
        account_type=text(element, "AccountType"),
        number=text(element, "AccountNumber"),
        is_active=truth(element, "IsActive") is not False,
    )
