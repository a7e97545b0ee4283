"""The lines of an estimate as a user's edit sends them: every existing one, and what changes."""

from portal.practice.quickbooks.transactions import Line


def line_elements(
    stored: list[Line], line: str, amount: str, item: str, description: str
) -> list[dict[str, object]]:
    """EstimateLineMod contents: all lines kept, `line` changed; without `line`, a new one at the end."""
    change: dict[str, object] = {}
    if item:
        change["ItemRef"] = {"FullName": item}
    if description:
        change["Desc"] = description
    if amount:
        change |= {"Quantity": "1", "Rate": amount, "MarkupRatePercent": "0"}
    lines: list[dict[str, object]] = [
        {"TxnLineID": one.line_id, **(change if one.line_id == line else {})} for one in stored
    ]
    if not line:
        lines.append({"TxnLineID": "-1", **change})
    return lines
