"""The second step of the sign-in: the code of the authenticator app, or a recovery code."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.services.people import code_sign_ins
from portal.services.people.accounts import SignInRefused
from portal.web import sessions
from portal.web.account import half_signed_in
from portal.web.account.door import blueprint, vault
from portal.web.account.forms import CodeForm
from portal.web.account.views import draw_refusal
from portal.web.doors import public_door


@public_door(blueprint, "/sign-in/code")
def code() -> ResponseReturnValue:
    """The form; without half a sign-in in this browser, back to its beginning."""
    if not code_sign_ins.awaits_code(reader(), half_signed_in.token()):
        return redirect(url_for("account.sign_in"), 303)
    return _draw(CodeForm())


@public_door(blueprint, "/sign-in/code", methods=("POST",))
def check_code() -> ResponseReturnValue:
    """Check it; a right one opens the session and leads on to the page that was asked for."""
    form = CodeForm(request.form)
    try:
        finished = code_sign_ins.finish(
            vault(),
            half_signed_in.token(),
            form.code.data or "",
            request.remote_addr or "",
            request.headers.get("User-Agent", ""),
        )
    except SignInRefused as refused:
        form.code.errors = [str(refused)]
        return _draw(form), 429 if refused.too_many else 422
    except code_sign_ins.SignInOver as over:
        return half_signed_in.forget(draw_refusal(SignInRefused(str(over))))
    sessions.mine().replace_token(finished.token)
    return half_signed_in.forget(redirect(finished.way_back, 303))


def _draw(form: CodeForm) -> str:
    form.code.process_data("")
    return render_template("account/code.html", form=form)
