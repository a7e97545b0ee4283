"""Settings, Single sign-on: the company's identity provider, whether it answers, and what its groups mean."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.decisions import holds
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError, NotFoundError
from portal.services.people import group_roles, identity_provider_page, identity_providers, outside_identities
from portal.services.providers.problems import ProviderProblem
from portal.web.doors import acting, door
from portal.web.public_addresses import absolute
from portal.web.settings.door import blueprint, tabs
from portal.web.settings.single_sign_on_forms import GroupForm, ProviderForm

_PATH = "/single-sign-on"
_HERE = "settings.single_sign_on"


@door(blueprint, _PATH, Action.VIEW_SETTINGS)
def single_sign_on() -> str:
    """The page; only to read for those who may not change it."""
    return _draw(_filled())


@door(blueprint, _PATH, Action.CONFIGURE_SIGN_IN, methods=("POST",))
def save_provider() -> ResponseReturnValue:
    """Store the provider."""
    form = ProviderForm(request.form)
    try:
        identity_providers.save(acting(), current_app.extensions["portal_vault"], form.given())
    except InputError as error:
        form[error.field].errors = [str(error)]
        return _draw(form), 422
    flash("The identity provider is stored. Press Test to see whether it answers.", "ok")
    return redirect(url_for(_HERE), 303)


@door(blueprint, f"{_PATH}/test", Action.CONFIGURE_SIGN_IN, methods=("POST",))
def check_provider() -> ResponseReturnValue:
    """Ask the provider what it publishes, and say it."""
    try:
        found = identity_providers.test(acting())
    except (ProviderProblem, NotFoundError) as problem:
        return _draw(_filled(), problem=str(problem)), 422
    return _draw(_filled(), found=found)


@door(blueprint, f"{_PATH}/groups", Action.CONFIGURE_SIGN_IN, methods=("POST",))
def put_group() -> ResponseReturnValue:
    """Say what a group means."""
    form = GroupForm(request.form)
    try:
        group_roles.put(acting(), form.given())
    except InputError as error:
        form[error.field].errors = [str(error)]
        return _draw(_filled(), form), 422
    flash("It counts from the next sign-in of each member.", "ok")
    return redirect(url_for(_HERE, _anchor="groups"), 303)


@door(blueprint, f"{_PATH}/groups/<int:role_id>/end", Action.CONFIGURE_SIGN_IN, methods=("POST",))
def remove_group(role_id: int) -> ResponseReturnValue:
    """Let a group mean nothing any more."""
    group_roles.remove(acting(), role_id)
    return redirect(url_for(_HERE, _anchor="groups"), 303)


@door(
    blueprint,
    "/people/<int:person_id>/outside/<int:identity_id>/end",
    Action.CHANGE_LEVELS,
    methods=("POST",),
)
def unlink(person_id: int, identity_id: int) -> ResponseReturnValue:
    """End somebody's link with the provider."""
    outside_identities.unlink(acting(), person_id, identity_id)
    flash("The link is ended, and every session of the person with it.", "ok")
    return redirect(url_for("settings.person", person_id=person_id), 303)


def _filled() -> ProviderForm:
    row = identity_providers.stored(reader())
    return ProviderForm(obj=row) if row is not None else ProviderForm()


def _draw(form: ProviderForm, group: GroupForm | None = None, found: str = "", problem: str = "") -> str:
    return render_template(
        "settings/single_sign_on.html",
        page=identity_provider_page.read(reader()),
        form=form,
        group=group or GroupForm(),
        group_is_open=group is not None,
        found=found,
        problem=problem,
        return_address=absolute("account.return_from_outside"),
        may_change=holds(Action.CONFIGURE_SIGN_IN, acting()),
        tabs=tabs("Single sign-on"),
    )
