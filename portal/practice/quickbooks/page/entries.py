"""Forms of the page: each does one thing at the desk and goes back to where it was sent from."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.practice.quickbooks import desk
from portal.practice.quickbooks.page.desks import company, connector, faults

blueprint = Blueprint("entries", __name__)


def _field(name: str) -> str:
    return request.form.get(name, "").strip()


def _fields(*names: str) -> dict[str, str]:
    return {name: _field(name) for name in names}


def _back(endpoint: str, refused: str = "", **values: str) -> Response:
    more = {**values, "refused": refused} if refused else values
    return redirect(url_for(endpoint, **more), code=303)  # type: ignore[arg-type]  # values of a path are texts


@blueprint.post("/update-selected")
def update_selected() -> Response:
    """Run the Web Connector now."""
    connector().update_selected()
    return _back("desk.overview")


@blueprint.post("/estimates/<txn_id>/lines")
def edit_estimate(txn_id: str) -> Response:
    """Change a line of an estimate, or add one."""
    try:
        desk.edit_estimate(company(), txn_id, **_fields("line", "amount", "item", "description"))
    except desk.DeskError as error:
        return _back("desk.estimate", str(error), txn_id=txn_id)
    return _back("desk.estimate", txn_id=txn_id)


@blueprint.post("/bills")
def bill() -> Response:
    """Enter a bill."""
    try:
        names = ("vendor", "job", "amount", "item", "account", "memo", "date", "ref_number")
        desk.enter_bill(company(), **_fields(*names))
    except desk.DeskError as error:
        return _back("desk.enter", str(error))
    return _back("desk.job_costs", job=_field("job"))


@blueprint.post("/times")
def hours() -> Response:
    """Enter hours and their pay."""
    try:
        desk.enter_time(company(), **_fields("worker", "job", "item", "hours", "rate", "date"))
    except desk.DeskError as error:
        return _back("desk.enter", str(error))
    return _back("desk.job_costs", job=_field("job"))


@blueprint.post("/journal-entries")
def journal() -> Response:
    """Enter a journal entry."""
    try:
        names = ("job", "account", "credit_account", "amount", "item", "memo", "date")
        desk.enter_journal(company(), **_fields(*names))
    except desk.DeskError as error:
        return _back("desk.enter", str(error))
    return _back("desk.job_costs", job=_field("job"))


@blueprint.post("/customers")
def customer() -> Response:
    """Add a customer or a job."""
    try:
        desk.add_customer(company(), _field("name"), _field("parent"))
    except desk.DeskError as error:
        return _back("desk.enter", str(error))
    return _back("desk.lists")


@blueprint.post("/items/<list_id>")
def item(list_id: str) -> Response:
    """Make an item active or inactive."""
    try:
        desk.set_item_active(company(), list_id, is_active=_field("is_active") == "true")
    except desk.DeskError as error:
        return _back("desk.enter", str(error))
    return _back("desk.lists")


@blueprint.post("/faults")
def arm() -> Response:
    """Arm or disarm a fault."""
    try:
        faults().arm(_field("name"), int(_field("times") or 0), _field("value"), _field("match"))
    except ValueError as error:
        return _back("desk.fault_panel", str(error))
    return _back("desk.fault_panel")
