"""What is answered after a change to a person: the list or the person's page, as a fragment or whole, with reasons."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.people import Person
from portal.db.transactions import reader
from portal.domain.decisions import holds
from portal.domain.denials import Denied
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError, NotFoundError
from portal.services.people import directory_page, outside_identities, person_page
from portal.services.people.last_approvers import LastApproverError
from portal.web.doors import acting, lead_to
from portal.web.settings.door import tabs
from portal.web.settings.forms import PermissionForm
from portal.web.settings.person_forms import DetailsForm

AT_PERSON = "person"


def after(
    person_id: int, act: Callable[[], object], again: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    """Do it, then show the page again, with the sentences where it could not be done.

    `again` is what the page about the last approver must post once its box is ticked.
    """
    try:
        act()
    except LastApproverError:
        return _ask_first(person_id, again or {})
    except Denied as denied:
        return _answer(person_id, [denial.sentence for denial in denied.denials]), denied.status
    except InputError as error:
        return _answer(person_id, [str(error)]), 422
    return _answer(person_id, []) if request.headers.get("HX-Request") else back(person_id)


def is_aware() -> bool:
    """Whether the box "nobody could accept budgets any more" was ticked."""
    return request.form.get("last") == "yes"


def back(person_id: int) -> ResponseReturnValue:
    """To where the change was made, by a plain form."""
    if _at_person():
        return redirect(url_for("settings.person", person_id=person_id), 303)
    return redirect(url_for("settings.people", _anchor=f"person-{person_id}"), 303)


def draw_people(template: str, errors: list[dict[str, str]] | None = None, changed: int = 0) -> str:
    """The list."""
    return render_template(
        template,
        page=directory_page.read(reader(), acting()),
        levels=directory_page.LEVELS,
        mails=directory_page.MAIL_CHOICES,
        has_report=holds(Action.VIEW_ACCOUNTANT_REPORT, acting()),
        tabs=tabs("People"),
        errors=errors or [],
        changed=changed,
    )


def draw_person(
    person_id: int,
    template: str = "settings/person.html",
    *,
    refusals: list[str] | None = None,
    details: DetailsForm | None = None,
    link: str = "",
) -> str:
    """One person. `details`: the form as it was typed; `link`: a one-time link, shown this once."""
    row = found(person_id)
    page = person_page.read(reader(), acting(), row)
    form = PermissionForm()
    form.project.choices = dict(page.unset)
    return render_template(
        template,
        page=page,
        person=page.row,
        form=form,
        levels=directory_page.LEVELS,
        mails=directory_page.MAIL_CHOICES,
        details=details or DetailsForm(obj=row),
        errors=listed(refusals or []),
        link=link,
        person_id=person_id,
        links=outside_identities.of_person(reader(), person_id),
        may_change=page.may_change,
        tabs=tabs("People"),
    )


def listed(sentences: list[str], href: str = "") -> list[dict[str, str]]:
    """The sentences for the summary of errors, each leading to `href`."""
    return [{"text": sentence, "href": href} for sentence in sentences]


def found(person_id: int) -> Person:
    """The row. Raises NotFoundError."""
    row = reader().get(Person, person_id)
    if row is None:
        raise NotFoundError("There is no such person.")
    return row


def _at_person() -> bool:
    return request.form.get("at") == AT_PERSON


def _answer(person_id: int, sentences: list[str]) -> str:
    by_htmx = bool(request.headers.get("HX-Request"))
    if _at_person():
        template = "settings/_person.html" if by_htmx else "settings/person.html"
        return draw_person(person_id, template, refusals=sentences)
    errors = listed(sentences, f"#person-{person_id}")
    template = "settings/_people.html" if by_htmx else "settings/people.html"
    return draw_people(template, errors, 0 if errors else person_id)


def _ask_first(person_id: int, again: Mapping[str, str]) -> ResponseReturnValue:
    told: dict[str, Any] = dict(again)
    if request.form.get("asked"):
        told["missed"] = "yes"
    if _at_person():
        told["at"] = AT_PERSON
    return lead_to(url_for("settings.last_approver", person_id=person_id, **told))
