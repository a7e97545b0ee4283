"""Cost types of ours against the ERP's: one select each, saved together."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.erp_lists import cost_type_lists
from portal.services.exchange import type_ties
from portal.services.intentions import InputError
from portal.web.doors import acting, door
from portal.web.erp.blueprints import blueprint, tabs
from portal.web.erp.numbers import numbered

TYPES = "/erp/connections/<int:connection_id>/cost-types"
TYPE = "type-"


@door(blueprint, TYPES, Action.VIEW_ERP)
def cost_types(connection_id: int) -> ResponseReturnValue:
    """What is mapped, what is proposed, what nobody has mapped."""
    return _draw(connection_id)


@door(blueprint, TYPES, Action.ACCEPT_COST_CODES, methods=("POST",))
def map_cost_types(connection_id: int) -> ResponseReturnValue:
    """Take what stands in the selects; a proposal becomes a mapping by this click alone."""
    chosen = numbered(request.form, TYPE)
    try:
        changed = type_ties.map_types(acting(), connection_id, chosen)
    except InputError as error:
        return _draw(connection_id, error)
    flash(f"{changed} mapped or changed." if changed else "Nothing was changed.", "ok")
    return redirect(url_for("erp.cost_types", connection_id=connection_id), 303)


def _draw(connection_id: int, error: InputError | None = None) -> ResponseReturnValue:
    page = cost_type_lists.read(reader(), acting(), connection_id)
    shown = {"field": error.field, "text": str(error)} if error else {"field": "", "text": ""}
    drawn = render_template(
        "erp/cost_types.html", page=page, form=request.form, error=shown, tabs=tabs("erp.cost_codes")
    )
    return drawn, 422 if error else 200
