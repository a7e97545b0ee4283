"""The Accountant Report: who can push to accounting, on the page and as CSV."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.files.csv_tables import OutCell, write_csv
from portal.services.people import accountant_report
from portal.web.doors import door
from portal.web.reports.views import blueprint

_HEADS: list[OutCell] = [
    "Person",
    "Title",
    "E-mail",
    "ERP Integrations",
    "Can push since",
    "Granted by",
    "Reason",
    "Exchanges",
    "Accepts budgets",
    "Last sign-in",
]


@door(blueprint, "/reports/accountants", Action.VIEW_ACCOUNTANT_REPORT)
def accountants() -> str:
    """Everybody with the level and the privilege."""
    return render_template("reports/accountants.html", rows=accountant_report.read(reader()))


@door(blueprint, "/reports/accountants.csv", Action.VIEW_ACCOUNTANT_REPORT)
def accountants_csv() -> ResponseReturnValue:
    """The same as a file."""
    rows: list[list[OutCell]] = [
        [
            row.name,
            row.title,
            row.email,
            row.erp_level,
            row.since,
            row.granted_by,
            row.reason,
            row.boxes,
            "yes" if row.accepts else "no",
            row.last_sign_in,
        ]
        for row in accountant_report.read(reader())
    ]
    headers = {"Content-Disposition": 'attachment; filename="accountants.csv"'}
    return Response(write_csv([_HEADS, *rows]), mimetype="text/csv", headers=headers)
