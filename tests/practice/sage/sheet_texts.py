"""Budget sheets as the sync agent writes them, and the worked example's."""

import csv
import hashlib
import io

HEADER = (
    "Phase,Cost Code,Description,Material,Labor,Equipment,Subcontract,Other,User 6,User 7,User 8,User 9,Total"
)
BUDGET, CHANGES = "6-2 Budget", "6-4-1 Change Orders"
NEWTOWN, HARBOR = 2019001, 2020014


def line(code, description="", phase=0, total=None, **amounts):
    """One row: `m`, `l`, `e`, `s`, `o`, `u6` .. `u9` are the amounts as texts."""
    cells = [amounts.get(key, "0.00") for key in ("m", "l", "e", "s", "o", "u6", "u7", "u8", "u9")]
    cents = sum(round(float(cell) * 100) for cell in cells)
    text = io.StringIO()
    shown = f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"
    csv.writer(text, lineterminator="").writerow([phase, code, description, *cells, total or shown])
    return text.getvalue()


def sheet(*lines, job=NEWTOWN, reference="B7-1", operation="op1", kind=BUDGET, header=HEADER, **head):
    """The text of a sheet; `head` overrides what stands in its head (`Hash`, `Rows`, ...)."""
    body = [header, *lines]
    names = {
        "Sheet": kind,
        "Job": job,
        "Reference": reference,
        "Operation": operation,
        "Hash": hashlib.sha256("\n".join(body).encode()).hexdigest(),
        "Rows": len(lines),
        **head,
    }
    top = [f"{name},{value}" for name, value in names.items() if value is not None]
    return "\r\n".join([*top, "", *body]) + "\r\n"


EXAMPLE = (
    line("2010.000", "Earthwork", s="120000.00"),
    line("3100.000", "Concrete", m="45500.00", l="30250.50"),
    line("1000.000", "General conditions"),
)
