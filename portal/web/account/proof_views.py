"""Proving that it is you, and sending again what waited for it. Works without scripts, and nothing typed is lost."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError
from portal.services.people import fresh_proofs, second_factors
from portal.services.people.fresh_proofs import Proof
from portal.web import proofs, sessions
from portal.web.account.door import blueprint, session_id, vault
from portal.web.account.forms import ProofForm
from portal.web.doors import door


@door(blueprint, "/account/proof", Action.MANAGE_OWN_SESSIONS)
def proof() -> ResponseReturnValue:
    """The form; whoever has just proved it is led on."""
    return redirect(url_for("account.send_again"), 303) if proofs.is_fresh() else _draw(ProofForm())


@door(blueprint, "/account/proof", Action.MANAGE_OWN_SESSIONS, methods=("POST",))
def prove() -> ResponseReturnValue:
    """Check it; the session gets a new token."""
    form = ProofForm(request.form)
    given = Proof(form.phrase.data or "", form.code.data or "")
    try:
        token = fresh_proofs.prove(
            vault(), current_user.row.id, session_id(), given, request.remote_addr or ""
        )
    except InputError as error:
        form[error.field].errors = [str(error)]
        return _draw(form), 422
    sessions.mine().renew_token(token)
    return redirect(url_for("account.send_again"), 303)


@door(blueprint, "/account/proof/send", Action.MANAGE_OWN_SESSIONS)
def send_again() -> ResponseReturnValue:
    """What is about to be done, in words, and the one button that sends it again."""
    if not proofs.is_fresh():
        return redirect(url_for("account.proof"), 303)
    waiting = proofs.kept()
    if waiting is None:
        flash(
            "You proved that it is you. Nothing waits to be sent: do again what you were about to do.", "ok"
        )
        return redirect("/", 303)
    return render_template("account/send_again.html", waiting=waiting)


def _draw(form: ProofForm) -> str:
    person = current_user.row
    return render_template(
        "account/proof.html",
        form=form,
        waiting=proofs.kept(),
        email=person.email,
        is_half_proved=fresh_proofs.is_half_proved(sessions.mine().content),
        has_phrase=person.password_hash is not None,
        asks_code=second_factors.has(reader(), person.id),
        elsewhere=proofs.prove_elsewhere_url(person),
    )
