"""Checking an upload, choosing its columns, and importing it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.imports import import_choices, import_page, imports
from portal.services.imports.import_files import file_of
from portal.services.imports.import_page import ImportPage, Wish
from portal.services.imports.line_imports import Written
from portal.services.intentions import InputError
from portal.web.doors import acting, door
from portal.web.imports import outcome_rows
from portal.web.imports.blueprints import PATH, blueprint
from portal.web.imports.pagers import pages, wished

FILE = f"{PATH}/<int:file_id>"


@door(blueprint, FILE, Action.IMPORT_FILE)
def check(project_id: int, file_id: int) -> ResponseReturnValue:
    """What every row would do. `?show=errors` shows a kind, `?from=100` the next part, `?whole=1` all of them."""
    return _draw(_page(project_id, file_id, wished()), "imports/check.html")


@door(blueprint, f"{FILE}/columns", Action.IMPORT_FILE, methods=("POST",))
def choose(project_id: int, file_id: int) -> ResponseReturnValue:
    """Keep what was chosen and check again: in place, or as a page."""
    file = file_of(reader(), project_id, file_id)
    import_choices.choose(reader(), file, request.form)
    if request.headers.get("HX-Request"):
        return _draw(_page(project_id, file_id, Wish()), "imports/_check.html")
    return redirect(url_for("imports.check", project_id=project_id, file_id=file_id), 303)


@door(blueprint, f"{FILE}/import", Action.IMPORT_FILE, methods=("POST",))
def confirm(project_id: int, file_id: int) -> ResponseReturnValue:
    """Write what the page showed, whole or not at all."""
    try:
        written = imports.confirm(
            acting(project_id),
            project_id,
            file_id,
            seen_version=request.form.get("version", 0, type=int),
            seen_stamp=request.form.get("stamp", ""),
        )
    except InputError:
        return _draw(_page(project_id, file_id, Wish()), "imports/check.html"), 422
    flash(_said(written), "ok")
    return redirect(url_for("budgets.page", project_id=project_id), 303)


def _page(project_id: int, file_id: int, wish: Wish) -> ImportPage:
    return import_page.read(reader(), acting(project_id), project_id, file_id, wish)


def _draw(page: ImportPage, template: str) -> str:
    here = url_for("imports.check", project_id=page.project_id, file_id=page.file_id)
    return render_template(
        template,
        page=page,
        here=here,
        rows=outcome_rows.rows(page.rows, page.cost_types),
        pager=pages(here, page.wish.show, page.wish.start, len(page.rows), page.row_count),
        told=outcome_rows.links(page.told, {row.row for row in page.rows}, here),
    )


def _said(written: Written) -> str:
    codes = f" {written.codes:,} cost codes were created." if written.codes else ""
    return f"Imported: {written.new:,} new, {written.changed:,} changed, {written.unchanged:,} as they were.{codes}"
