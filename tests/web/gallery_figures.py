"""Example figures of the gallery: a shortened Newtown budget."""

from decimal import Decimal

from markupsafe import Markup

from portal.web.charts import CostRow

LEDGER_COLUMNS = [
    {"label": "Budget code", "note": "by division", "num": False},
    {"label": "Original", "note": "", "num": True},
    {"label": "Modifications", "note": "blank: none", "num": True},
    {"label": "Revised", "note": "original + mod.", "num": True},
    {"label": "Committed", "note": "", "num": True},
    {"label": "Job to date", "note": "", "num": True},
    {"label": "Forecast", "note": "at completion", "num": True},
    {"label": "Over/under", "note": "revised − forecast", "num": True},
]


def figure_cell(text: str) -> Markup:
    """Give one cell as pages do: the class follows the figure."""
    kind = " neg" if text.startswith("−") else " zero" if text == "0.00" else ""
    return Markup('<td class="num{}">{}</td>').format(kind, text)


def _line(
    code: str, name: str, cost_type: str, figures: str, *, on_its_way: bool = False
) -> dict[str, object]:
    cells = [figure_cell("" if text == "-" else text) for text in figures.split()]
    return {"code": code, "name": name, "type": cost_type, "cells": cells, "way": on_its_way}


GROUPS = [
    _line(
        "01",
        "General requirements",
        "",
        "401,850.00 −21,000.00 380,850.00 28,800.00 204,747.72 376,912.40 3,937.60",
    )
    | {
        "lines": [
            _line("1000.000", "Owner allowances", "5 Other", "0.00 - 0.00 0.00 0.00 0.00 0.00"),
            _line(
                "1100.000",
                "Project manager",
                "2 Labor",
                "96,000.00 - 96,000.00 0.00 58,240.00 96,000.00 0.00",
            ),
            _line(
                "1110.000",
                "Site superintendent",
                "2 Labor",
                "118,400.00 - 118,400.00 0.00 71,980.50 118,400.00 0.00",
            ),
            _line(
                "1200.000",
                "Temporary power and water",
                "5 Other",
                "22,500.00 - 22,500.00 0.00 9,614.82 20,100.00 2,400.00",
            ),
            _line(
                "1300.000",
                "Site office and storage",
                "3 Equipment",
                "31,200.00 - 31,200.00 28,800.00 16,800.00 30,300.00 900.00",
            ),
            _line(
                "1400.000",
                "Permits and fees",
                "5 Other",
                "48,750.00 - 48,750.00 0.00 48,112.40 48,112.40 637.60",
            ),
            _line(
                "1900.000",
                "Contingency",
                "5 Other",
                "85,000.00 −21,000.00 64,000.00 0.00 0.00 64,000.00 0.00",
                on_its_way=True,
            ),
        ]
    },
    _line("02", "Site work", "", "666,650.00 7,600.00 674,250.00 609,900.00 470,200.00 664,800.00 9,450.00")
    | {
        "lines": [
            _line(
                "2010.000",
                "Site demolition",
                "4 Subcontract",
                "120,000.00 −5,000.00 115,000.00 112,500.00 112,500.00 112,500.00 2,500.00",
                on_its_way=True,
            ),
            _line(
                "2200.000",
                "Earthwork and grading",
                "4 Subcontract",
                "214,600.00 - 214,600.00 209,850.00 198,400.00 209,850.00 4,750.00",
            ),
            _line(
                "2510.000",
                "Site utilities",
                "4 Subcontract",
                "142,850.00 12,600.00 155,450.00 155,450.00 121,300.00 155,450.00 0.00",
            ),
        ]
    },
    _line("03", "Concrete", "", "518,045.75 5,000.00 523,045.75 436,985.00 426,888.30 519,730.75 3,315.00")
    | {
        "lines": [
            _line(
                "3100.000",
                "Concrete formwork",
                "1 Material",
                "45,500.00 - 45,500.00 41,260.00 39,884.15 43,700.00 1,800.00",
            ),
            _line(
                "3100.000",
                "Concrete formwork",
                "2 Labor",
                "30,250.50 5,000.00 35,250.50 0.00 36,118.75 38,430.50 −3,180.00",
                on_its_way=True,
            ),
            _line(
                "3200.000",
                "Reinforcing steel",
                "1 Material",
                "88,420.00 - 88,420.00 86,975.00 86,975.00 86,975.00 1,445.00",
            ),
            _line(
                "3300.000",
                "Cast-in-place concrete",
                "4 Subcontract",
                "312,000.00 - 312,000.00 308,750.00 241,600.00 308,750.00 3,250.00",
            ),
            _line(
                "3350.000", "Slab finishing", "2 Labor", "41,875.25 - 41,875.25 0.00 22,310.40 41,875.25 0.00"
            ),
        ]
    },
]


def _row(number: str, name: str, budget: str, cost: str) -> CostRow:
    return CostRow(number, name, _cents(budget) if budget[0].isdigit() else None, _cents(cost), budget, cost)


def _cents(text: str) -> int:
    return int(Decimal(text.replace(",", "")) * 100)


CHART_ROWS = [
    _row("01", "General requirements", "389,250.00", "204,747.72"),
    _row("02", "Site work", "679,250.00", "470,200.00"),
    _row("03", "Concrete", "518,045.75", "426,888.30"),
    _row("04", "Masonry", "128,700.00", "38,070.00"),
    _row("05", "Metals", "313,840.00", "221,850.00"),
    _row("06", "Wood and plastics", "531,840.75", "271,331.93"),
    _row("09", "Finishes", "451,450.00", "0.00"),
    _row("16", "Electrical", "122,400.00", "127,940.00"),
    _row("", "Without a cost code", "no budget", "4,218.60"),
]
