"""JSON doors for the way of a sheet: lying in the folder, imported, posted, and what it changed.

The portal never uses them, and neither does the sync agent: it reads the database and writes sheets.
"""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from portal.practice.sage import budgets, drop_folder, sheet_records, windows
from portal.practice.sage.page.desks import desk, reading, writing
from portal.practice.sage.page.json_answers import doors, is_on, sent, sent_job

blueprint = doors("sheet_doors")


@blueprint.get("/sheets")
def sheets() -> ResponseReturnValue:
    """The sheets in the folder, and the names of those that are typed by hand (new jobs)."""
    folder = desk().folder
    with reading() as database:
        return jsonify(sheets=sheet_records.waiting(database, folder), forms=drop_folder.forms(folder))


@blueprint.post("/sheets/import")
def import_sheet() -> ResponseReturnValue:
    """Import a sheet into the windows of its job: name (in the folder) or text (pasted)."""
    return jsonify(desk().import_sheet(**sent())), 201


@blueprint.post("/post-entries")
def post_entries() -> ResponseReturnValue:
    """Post Entries of a job: job, set_budget (true, false; absent: as the tick stands by itself)."""
    fields = sent()
    return jsonify(desk().post_entries(fields.get("job", ""), set_budget=is_on(fields.get("set_budget", ""))))


@blueprint.post("/windows/discard")
def discard() -> ResponseReturnValue:
    """Close the windows of a job without saving: job."""
    with writing() as database:
        return jsonify(closed=windows.discard(database, sent_job()))


@blueprint.post("/set-budget")
def set_budget() -> ResponseReturnValue:
    """Options > Set Budget: job."""
    with writing() as database:
        return jsonify(rows=budgets.set_budget(database, sent_job()))


@blueprint.get("/posted")
def posted() -> ResponseReturnValue:
    """Every posted sheet with its effect, one entry per time; `?all=1` also those only imported."""
    with reading() as database:
        tell = sheet_records.imported if request.args.get("all") else sheet_records.posted
        return jsonify(sheets=tell(database))
