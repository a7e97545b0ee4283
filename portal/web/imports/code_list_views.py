"""Importing a list of cost codes: choosing the file, checking it, writing it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.files.workbooks import FileError
from portal.services.erp_lists import code_lists
from portal.services.imports import code_list_page, import_choices, import_files, import_uploads
from portal.services.imports.code_list_page import CodeListPage
from portal.services.imports.import_page import Wish
from portal.services.intentions import InputError
from portal.web.doors import acting, door
from portal.web.imports import code_rows, outcome_rows
from portal.web.imports.blueprints import CODE_PATH, blueprint
from portal.web.imports.pagers import pages, wished
from portal.web.imports.uploads import uploaded

FILE = f"{CODE_PATH}/<int:file_id>"


@door(blueprint, CODE_PATH, Action.MANAGE_COST_CODES)
def code_list() -> ResponseReturnValue:
    """The form for a list, and lists that wait to be confirmed."""
    return _draw_upload()


@door(blueprint, CODE_PATH, Action.MANAGE_COST_CODES, methods=("POST",))
def upload_code_list() -> ResponseReturnValue:
    """Keep the list and lead to its check; a file that cannot be read is refused with a sentence."""
    try:
        name, data = uploaded()
        file_id = import_files.keep_upload(acting(), None, name, data, {})
    except FileError as refused:
        return _draw_upload(str(refused)), 422
    return redirect(url_for("imports.check_code_list", file_id=file_id), 303)


@door(blueprint, FILE, Action.MANAGE_COST_CODES)
def check_code_list(file_id: int) -> ResponseReturnValue:
    """What each row would become."""
    return _draw(code_list_page.read(reader(), file_id, wished()), "imports/code_list.html")


@door(blueprint, f"{FILE}/columns", Action.MANAGE_COST_CODES, methods=("POST",))
def choose_code_columns(file_id: int) -> ResponseReturnValue:
    """Keep what was chosen and check again: in place, or as a page."""
    import_choices.choose(reader(), import_files.file_of(reader(), None, file_id), request.form)
    if request.headers.get("HX-Request"):
        return _draw(code_list_page.read(reader(), file_id, Wish()), "imports/_code_list.html")
    return redirect(url_for("imports.check_code_list", file_id=file_id), 303)


@door(blueprint, f"{FILE}/import", Action.MANAGE_COST_CODES, methods=("POST",))
def confirm_code_list(file_id: int) -> ResponseReturnValue:
    """Write what the page showed, whole or not at all."""
    try:
        created, renamed = code_lists.confirm(acting(), file_id, seen_stamp=request.form.get("stamp", ""))
    except InputError:
        return _draw(code_list_page.read(reader(), file_id, Wish()), "imports/code_list.html"), 422
    flash(f"Imported: {created:,} cost codes created, {renamed:,} renamed.", "ok")
    return redirect(url_for("cost_codes.page"), 303)


def _draw_upload(error: str = "") -> str:
    here = url_for("imports.code_list")
    found = import_uploads.read_lists(reader())
    return render_template("imports/code_list_upload.html", page=found, error=error, here=here)


def _draw(page: CodeListPage, template: str) -> str:
    here = url_for("imports.check_code_list", file_id=page.file_id)
    return render_template(
        template,
        page=page,
        here=here,
        rows=code_rows.rows(page.rows),
        pager=pages(here, page.wish.show, page.wish.start, len(page.rows), page.row_count),
        told=outcome_rows.links(page.told, {row.row for row in page.rows}, here),
    )
