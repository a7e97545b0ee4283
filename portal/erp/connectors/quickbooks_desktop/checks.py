"""What QuickBooks could not hold of a task, found before anything is sent; sentences come from `limits`."""

from collections.abc import Iterable, Iterator

from portal.domain.denials import Denial
from portal.erp.connectors.quickbooks_desktop import limits
from portal.erp.connectors.quickbooks_desktop.budget_lines import words_of
from portal.erp.connectors.quickbooks_desktop.connection_settings import chosen, company_of, name_of
from portal.erp.connectors.quickbooks_desktop.customers import Address
from portal.erp.contract import CreateCodes, CreateJob, ExportBudget, Job, Task

_LIMIT = "erp_limit"
_SETTING = "erp_setting"


def problems(task: Task) -> list[Denial]:
    """One denial for each thing that does not fit, anchored to its line, cost code or field."""
    if isinstance(task, ExportBudget):
        return list(_export(task))
    if isinstance(task, CreateJob):
        return list(_job(task.job))
    if isinstance(task, CreateCodes):
        return list(_codes(task))
    return []


def _export(task: ExportBudget) -> Iterator[Denial]:
    if company_of(task.settings).get("uses_estimates") is False:
        yield Denial(
            _SETTING,
            "Estimates are switched off in QuickBooks. Switch them on there (Edit > Preferences > Jobs & Estimates), "
            "then let the Web Connector run once.",
        )
    if not task.job.erp_id:
        yield from _job(task.job)
    for amount in task.amounts:
        label = f"Line {amount.code.code} {amount.cost_type_name}"
        sentences = limits.check_line(label, words_of(task, amount), amount.cents)
        yield from _denials(sentences, f"line-{amount.line_id}")


def _job(job: Job) -> Iterator[Denial]:
    address = Address((job.address,) if job.address else (), job.city, job.region, job.postal_code)
    sentences = limits.check_project(job.name, customer_full_name=job.full_name, address=address)
    yield from _denials(sentences, "project")


def _codes(task: CreateCodes) -> Iterator[Denial]:
    for name, label in (("income_account", "income"), ("expense_account", "expense")):
        if not chosen(task.settings, name):
            yield _missing_account(label)
    parent = name_of(task.settings, "parent_item")
    for code in task.codes:
        sentences = limits.check_cost_code(code.code, code.name, parent_full_name=parent)
        yield from _denials(sentences, f"code-{code.id}")


def _missing_account(label: str) -> Denial:
    return Denial(
        _SETTING,
        f"Choose the {label} account for new items in the connection's settings first.",
        anchor="connection",
    )


def _denials(sentences: Iterable[str], anchor: str) -> Iterator[Denial]:
    for sentence in sentences:
        yield Denial(_LIMIT, sentence, anchor=anchor)
