"""Forms of the page: each does one thing at the desk and goes back to where it was sent from."""

from collections.abc import Callable

from flask import Blueprint, redirect, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from portal.practice.sage import budgets, cost_codes, faults, jobs, windows
from portal.practice.sage import desk as acts
from portal.practice.sage.page.desks import desk, writing
from portal.practice.sage.refusals import SageError

blueprint = Blueprint("entries", __name__)


def _field(name: str) -> str:
    return request.form.get(name, "").strip()


def _fields(*names: str) -> dict[str, str]:
    return {name: _field(name) for name in names}


def _after(act: Callable[[], object], endpoint: str, **values: object) -> Response:
    try:
        act()
    except ValueError as error:
        values["refused"] = str(error)
    return redirect(url_for(endpoint, **values), code=303)  # type: ignore[arg-type]  # values of a path are texts


def _in_company(act: Callable[[Connection], object]) -> Callable[[], object]:
    def perform() -> object:
        with writing() as database:
            return act(database)

    return perform


@blueprint.post("/sheets")
def import_sheet() -> Response:
    """Import a sheet of the folder, an uploaded one, or the text that was pasted."""

    def act() -> None:
        upload = request.files.get("file")
        given = upload.read() if upload else b""
        try:
            text = given.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise SageError("The file is not written in UTF-8. Choose the sheet's CSV.") from error
        desk().import_sheet(_field("name"), text or request.form.get("text", ""))

    return _after(act, "desk.overview")


@blueprint.post("/jobs/<int:number>/post-entries")
def post_entries(number: int) -> Response:
    """Job Cost > Tasks > Post Entries, with the tick for Set Budget as it stands on the page."""
    is_ticked = _field("set_budget") == "true"
    return _after(lambda: desk().post_entries(str(number), set_budget=is_ticked), "desk.job", number=number)


@blueprint.post("/jobs/<int:number>/discard")
def discard(number: int) -> Response:
    """Close the windows without saving."""
    return _after(_in_company(lambda database: windows.discard(database, number)), "desk.job", number=number)


@blueprint.post("/jobs/<int:number>/set-budget")
def set_budget(number: int) -> Response:
    """Options > Set Budget."""
    return _after(
        _in_company(lambda database: budgets.set_budget(database, number)), "desk.job", number=number
    )


@blueprint.post("/jobs/<int:number>/lock")
def lock(number: int) -> Response:
    """Lock the budget for editing, or take the lock away."""
    is_locked = _field("is_locked") == "true"
    act = _in_company(lambda database: budgets.lock(database, number, is_locked=is_locked))
    return _after(act, "desk.job", number=number)


@blueprint.post("/jobs/<int:number>/grid")
def edit_grid(number: int) -> Response:
    """Type an amount into the saved grid."""
    fields = _fields("phase", "code", "type", "amount")
    act = _in_company(lambda database: acts.edit_grid(database, job=str(number), **fields))
    return _after(act, "desk.job", number=number)


@blueprint.post("/jobs/<int:number>/change-orders")
def change_order(number: int) -> Response:
    """Enter an approved change order."""
    fields = _fields("phase", "code", "type", "amount", "number", "description")
    act = _in_company(lambda database: acts.change_order(database, job=str(number), **fields))
    return _after(act, "desk.job", number=number)


@blueprint.post("/jobs/<int:number>/costs")
def cost(number: int) -> Response:
    """Enter a cost."""
    fields = _fields("phase", "code", "type", "amount", "vendor", "date", "number", "description")
    act = _in_company(lambda database: acts.enter_cost(database, job=str(number), **fields))
    return _after(act, "desk.costs", number=number)


@blueprint.post("/jobs/<int:number>/costs/<record>/void")
def void(number: int, record: str) -> Response:
    """Void a cost."""
    return _after(_in_company(lambda database: acts.void_cost(database, record)), "desk.costs", number=number)


@blueprint.post("/jobs")
def job() -> Response:
    """Enter a job."""
    fields = _fields("number", "name", "status", "address", "city", "state", "zip_code")
    return _after(_in_company(lambda database: jobs.enter(database, **fields)), "desk.lists")


@blueprint.post("/phases")
def phase() -> Response:
    """Set up a phase."""
    fields = _fields("job", "phase", "name")
    return _after(_in_company(lambda database: jobs.enter_phase(database, **fields)), "desk.lists")


@blueprint.post("/cost-codes")
def cost_code() -> Response:
    """Enter a cost code."""
    fields = _fields("code", "name", "division", "unit")
    return _after(_in_company(lambda database: cost_codes.enter(database, **fields)), "desk.lists")


@blueprint.post("/cost-codes/<code>")
def switch_code(code: str) -> Response:
    """Make a cost code active or inactive."""
    is_active = _field("is_active") == "true"
    act = _in_company(lambda database: cost_codes.set_active(database, code, is_active=is_active))
    return _after(act, "desk.lists")


@blueprint.post("/faults")
def arm() -> Response:
    """Arm or disarm a switch."""
    return _after(
        lambda: desk().faults.arm(_field("name"), int(_field("times") or 0), _field("value")),
        "desk.fault_panel",
    )


@blueprint.post("/faults/at-once")
def do_at_once() -> Response:
    """Let a thing happen to the data now; the fields that it does not need are left out."""
    name = _field("name")
    fields = {key: _field(key) for key in ("job", "phase", "code", "type", "amount") if _field(key)}
    wanted = {key: fields[key] for key in faults.fields_of(name) if key in fields}

    def act(database: Connection) -> None:
        try:
            faults.do_at_once(database, name, wanted)
        except TypeError as error:
            raise SageError(f"Fill in {', '.join(faults.fields_of(name))}.") from error

    return _after(_in_company(act), "desk.fault_panel")
