"""What is typed to sign in, to prove that it is you, and to choose another pass phrase."""

from wtforms import EmailField, Form, HiddenField, PasswordField, StringField

from portal.services.people.passwords import SHORTEST

_MOST = {"maxlength": 200, "required": True}
_ADVICE = f"At least {SHORTEST} characters. Four words that do not belong together are good."
_CODE = {"autocomplete": "one-time-code", "maxlength": 40, "required": True, "autocapitalize": "none"}


class SignInForm(Form):  # type: ignore[misc]  # WTForms has no types
    """E-mail and pass phrase; `next` is the page that asked for them."""

    next = HiddenField()
    email = EmailField("E-mail", render_kw={"autocomplete": "username", **_MOST})
    phrase = PasswordField("Pass phrase", render_kw={"autocomplete": "current-password", **_MOST})


class CodeForm(Form):  # type: ignore[misc]  # WTForms has no types
    """The second factor."""

    code = StringField(
        "Code",
        description="The six digits that your authenticator app shows now, or one of your recovery codes.",
        render_kw=_CODE,
    )


class ProofForm(CodeForm):
    """Who sits here."""

    phrase = PasswordField("Your pass phrase", render_kw={"autocomplete": "current-password", **_MOST})


class ForgottenForm(Form):  # type: ignore[misc]  # WTForms has no types
    """Whoever forgot the pass phrase."""

    email = EmailField("E-mail", render_kw={"autocomplete": "username", **_MOST})


class NewPhraseForm(Form):  # type: ignore[misc]  # WTForms has no types
    """The pass phrase from now on."""

    phrase = PasswordField(
        "New pass phrase", description=_ADVICE, render_kw={"autocomplete": "new-password", **_MOST}
    )


class PhraseForm(Form):  # type: ignore[misc]  # WTForms has no types
    """The pass phrase of now and the one from now on."""

    old = PasswordField("Your pass phrase now", render_kw={"autocomplete": "current-password", **_MOST})
    new = PasswordField(
        "New pass phrase",
        description=_ADVICE,
        render_kw={"autocomplete": "new-password", **_MOST},
    )
