"""The Budgets tab: five lists, twenty budgets a page."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.erp_lists import BudgetList
from portal.domain.vocabulary import Action
from portal.services.erp_lists import erp_budgets_page
from portal.services.erp_lists.erp_list_queries import read_cursor
from portal.web.doors import acting, door
from portal.web.erp.blueprints import blueprint, tabs


@door(blueprint, "/erp", Action.VIEW_ERP)
def index() -> ResponseReturnValue:
    """The tool opens with its budgets."""
    return redirect(url_for("erp.budgets"))


@door(blueprint, "/erp/budgets", Action.VIEW_ERP)
def budgets() -> ResponseReturnValue:
    """One list: `?show=failed-to-export`, its later pages by `?after=`."""
    which = _wanted(request.args.get("show", ""))
    if which is BudgetList.IMPORT:
        number = min(max(request.args.get("page", 1, type=int), 1), 10_000)
        page = erp_budgets_page.read_imports(reader(), acting(), number)
        return render_template("erp/budgets.html", page=page, which=which.value, tabs=tabs("erp.budgets"))
    page = erp_budgets_page.read(reader(), acting(), which, read_cursor(request.args.get("after", "")))
    return render_template("erp/budgets.html", page=page, which=which.value, tabs=tabs("erp.budgets"))


def _wanted(word: str) -> BudgetList:
    """An unknown word shows what waits."""
    return BudgetList(word) if word in {each.value for each in BudgetList} else BudgetList.READY
