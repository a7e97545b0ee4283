"""The Cost Codes tab: tick, see what would be created or mapped, accept."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.erp_lists import erp_codes_page
from portal.services.erp_lists.connection_heads import head_of
from portal.services.exchange import code_acceptance
from portal.services.exchange.code_acceptance import Choice
from portal.services.exchange.list_refreshes import existing
from portal.services.intentions import InputError
from portal.web.doors import acting, door
from portal.web.erp.blueprints import blueprint, tabs
from portal.web.erp.numbers import is_number, numbered
from portal.web.places import exists

CODES = "/erp/connections/<int:connection_id>/cost-codes"
ITEM = "item-"


@door(blueprint, "/erp/cost-codes", Action.VIEW_ERP)
def cost_codes() -> ResponseReturnValue:
    """One connection's codes: `?show=synced` those that the ERP has."""
    return _draw(request.args.get("connection", type=int), synced=request.args.get("show") == "synced")


@door(blueprint, f"{CODES}/check", Action.ACCEPT_COST_CODES, methods=("POST",))
def check_codes(connection_id: int) -> ResponseReturnValue:
    """Show what accepting would do; nothing is changed by it."""
    choice = _choice()
    try:
        plan = code_acceptance.plan(reader(), connection_id, choice)
    except InputError as error:
        return _draw(connection_id, error=error)
    head = head_of(reader(), acting(), existing(reader(), connection_id))
    return render_template(
        "erp/accept_codes.html",
        head=head,
        plan=plan,
        choice=choice,
        tabs=tabs("erp.cost_codes"),
        settings_url=_settings_url(connection_id),
    )


@door(blueprint, f"{CODES}/accept", Action.ACCEPT_COST_CODES, methods=("POST",))
def accept_codes(connection_id: int) -> ResponseReturnValue:
    """Map and order what the page before showed."""
    try:
        tied, created = code_acceptance.accept(acting(), connection_id, _choice())
    except InputError as error:
        return _draw(connection_id, error=error)
    said = [f"{tied} mapped."] if tied else []
    said += [f"{created} are being created; they are synced as soon as the ERP has them."] if created else []
    flash(f"Cost codes accepted: {' '.join(said)}", "ok")
    return redirect(url_for("erp.cost_codes", connection=connection_id), 303)


def _draw(
    connection_id: int | None, *, synced: bool = False, error: InputError | None = None
) -> ResponseReturnValue:
    number = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    page = erp_codes_page.read(reader(), acting(), connection_id, number, synced=synced)
    drawn = render_template(
        "erp/cost_codes.html",
        page=page,
        tabs=tabs("erp.cost_codes"),
        form=request.form,
        ticked=set(request.form.getlist("code")),
        error={"field": error.field, "text": str(error)} if error else {"field": "", "text": ""},
        settings_url=_settings_url(page.head.id) if page else "",
    )
    return drawn, 422 if error else 200


def _choice() -> Choice:
    form = request.form
    codes = tuple(int(text) for text in form.getlist("code") if is_number(text))
    every = form.get("all", "")
    return Choice(codes, numbered(form, ITEM), all_used=every == "used", all_proposed=every == "proposed")


def _settings_url(connection_id: int) -> str:
    """Where the connection's accounts are chosen; empty while this portal has no such page."""
    path = f"/settings/connections/{connection_id}"
    return path if exists(path) else ""
