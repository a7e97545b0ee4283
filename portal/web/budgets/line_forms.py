"""The form of a budget line: text fields in, a `LineInput` out, and each mistake at its field."""

from decimal import Decimal, InvalidOperation

from wtforms import Form, HiddenField, SelectField, StringField

from portal.domain.money import MoneyError, parse_money
from portal.services.budgets.lines import LineInput
from portal.services.intentions import InputError
from portal.web.choices import choices

DESCRIPTION_LIMIT = 255
UNIT_LIMIT = 6
CALCULATIONS = (("manual", "Amount"), ("automatic", "Quantity × unit cost"))


class LineForm(Form):  # type: ignore[misc]  # WTForms has no types
    """A line as typed. Source: Add a Budget Line Item."""

    cost_code = StringField("Cost code", render_kw={"list": "cost-codes", "autocomplete": "off"})
    cost_type = SelectField("Cost type", validate_choice=False)
    sub_job = SelectField("Sub job", validate_choice=False)
    description = StringField("Description")
    calculation = SelectField("Calculation", choices=choices(CALCULATIONS), validate_choice=False)
    quantity = StringField("Quantity")
    uom = StringField("Unit")
    unit_cost = StringField("Unit cost")
    amount = StringField("Original amount")
    seen = HiddenField()
    version = HiddenField()


def read_line_form(form: LineForm, code_id: int | None, line_id: int | None = None) -> LineInput:
    """What was typed, as the service takes it. Raises InputError at the first field that cannot be read."""
    automatic = form.calculation.data == "automatic"
    if line_id is None and code_id is None:
        typed = (form.cost_code.data or "").strip()
        raise InputError(
            "cost_code",
            f"There is no cost code “{typed}”. Choose one from the list." if typed else "Choose a cost code.",
        )
    return LineInput(
        cost_code_id=code_id or 0,
        cost_type_id=_number(form.cost_type.data),
        sub_job_id=_number(form.sub_job.data) or None,
        description=_short("description", form.description.data, DESCRIPTION_LIMIT, "description"),
        calculation="automatic" if automatic else "manual",
        quantity=_decimal("quantity", form.quantity.data, required=automatic),
        uom=_short("uom", form.uom.data, UNIT_LIMIT, "unit"),
        unit_cost=_decimal("unit_cost", form.unit_cost.data, required=automatic),
        cents=0 if automatic else _cents(form.amount.data),
        line_id=line_id,
        seen=form.seen.data or "",
    )


def put_error(form: Form, error: InputError) -> None:
    """Show the sentence at its field; one that names no field of this form stands at the first."""
    field = form[error.field] if error.field in form else next(iter(form))
    field.errors = [*field.errors, str(error)]


def money_error(error: MoneyError, *, automatic: bool) -> InputError:
    """Where a product that is too large stands: at the quantity; any other amount at the amount."""
    return InputError("quantity" if automatic else "amount", str(error))


def _cents(text: str | None) -> int:
    if not (text or "").strip():
        return 0
    try:
        return parse_money(text or "")
    except MoneyError as error:
        raise InputError("amount", str(error)) from None


def _decimal(field: str, text: str | None, *, required: bool) -> Decimal | None:
    bare = (text or "").replace(",", "").strip()
    if not bare:
        if required:
            raise InputError(field, "Enter a number, for example 12.5.")
        return None
    try:
        number = Decimal(bare)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or len(bare) > 20:  # noqa: PLR2004 - no quantity of this world is longer
        raise InputError(field, f"“{bare[:20]}” is not a number. Enter digits, for example 12.5.")
    return number


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0  # noqa: PLR2004 - row numbers


def _short(field: str, text: str | None, limit: int, noun: str) -> str:
    bare = (text or "").strip()
    if len(bare) > limit:
        raise InputError(field, f"The {noun} has {len(bare)} characters; shorten it to {limit}.")
    return bare
