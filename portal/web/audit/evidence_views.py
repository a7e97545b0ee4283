"""The evidence file: one workbook for a period."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.files.xlsx_tables import write_xlsx
from portal.services.auditing import evidence
from portal.services.intentions import InputError
from portal.web.audit.blueprints import blueprint
from portal.web.audit.wishes import day_of
from portal.web.doors import acting, door
from portal.web.settings.door import tabs

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door(blueprint, "/evidence", Action.VIEW_AUDIT)
def evidence_file() -> ResponseReturnValue:
    """`?from=&to=` gives the workbook; without them the form that asks for the two days."""
    if not request.args:
        return _draw()
    session = reader()
    try:
        period = evidence.period_of(session, day_of(request.args, "from"), day_of(request.args, "to"))
    except InputError as error:
        return _draw(error), 422
    content = write_xlsx(evidence.read(session, period, acting().name))
    name = f"audit-evidence-{period.first}-to-{period.last}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=_XLSX, headers=headers)


def _draw(error: InputError | None = None) -> str:
    return render_template(
        "audit/evidence.html",
        given=request.args,
        errors={error.field: str(error)} if error else {},
        tabs=tabs("Audit"),
    )
