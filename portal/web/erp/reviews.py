"""The review of one submission, open to everybody who may see ERP Integrations, and its frozen copy as a file."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.files.csv_tables import write_csv
from portal.files.pdf import write_pdf
from portal.services.submissions import (
    approval_packages,
    link_words,
    review_page,
    submission_copies,
    submission_numbers,
)
from portal.web.doors import acting, door
from portal.web.erp.blueprints import blueprint

REVIEW = "/erp/budgets/<int:project_id>/submissions/<int:number>"
NO_ERROR = {"field": "", "text": ""}


@door(blueprint, REVIEW, Action.VIEW_ERP)
def review(project_id: int, number: int) -> ResponseReturnValue:
    """Draw the review; `?lines=all` shows the unchanged lines too, `?link=` says why an approval link has ended."""
    return draw(project_id, number)


@door(blueprint, f"{REVIEW}/copy.csv", Action.VIEW_ERP)
def copy(project_id: int, number: int) -> ResponseReturnValue:
    """The frozen copy as CSV."""
    content = write_csv(submission_copies.read(reader(), project_id, number))
    name = f"submission-{project_id}-{number}.csv"
    return Response(
        content,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@door(blueprint, f"{REVIEW}/package.pdf", Action.VIEW_ERP)
def package(project_id: int, number: int) -> ResponseReturnValue:
    """The approval package of a decided submission, opened beside the page for the printer."""
    content = write_pdf(approval_packages.read(reader(), project_id, number))
    name = f"submission-{project_id}-{number}.pdf"
    return Response(
        content, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def draw(
    project_id: int, number: int, error: dict[str, str] = NO_ERROR, status: int = 200
) -> ResponseReturnValue:
    """The review page; after a refused decision with what was typed, and the sentence at its field."""
    page = review_page.read(
        reader(), acting(project_id), project_id, number, show_all=request.args.get("lines") == "all"
    )
    return (
        render_template(
            "erp/review.html",
            page=page,
            form=request.form,
            error=error,
            link_words=_link_words(project_id, number),
        ),
        status,
    )


def _link_words(project_id: int, number: int) -> str:
    """Why the approval link that led here has ended, told to its owner; empty without one."""
    word = request.args.get("link", "")
    if not word:
        return ""
    _, submission = submission_numbers.find(reader(), project_id, number)
    return link_words.ended_words(reader(), word, current_user.row, submission)
