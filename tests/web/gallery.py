"""The living gallery: every component with example data, as files a browser can open.

Run ``python -m tests.web.gallery FOLDER`` to write the pages; test_gallery.py looks at the same ones.
"""

import sys
from pathlib import Path
from typing import Any

import css_inline
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, select_autoescape

from portal.web.charts import budget_cost_chart
from tests.web.gallery_figures import CHART_ROWS, GROUPS, LEDGER_COLUMNS, figure_cell
from tests.web.gallery_mails import MAILS

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("Home", "Projects", "ERP Integrations", "Reports", "Directory", "Settings")


def shell(
    current: str, person: str = "Aki Sato", role: str = "Accounting approver", count: int = 3
) -> dict[str, Any]:
    return {
        "company": "Halden & Rowe Builders",
        "home_url": "home.html",
        "find_url": "home.html",
        "find_key": "/",
        "person_name": person,
        "person_role": role,
        "account_url": "#",
        "sign_out_url": "sign_in.html",
        "csrf_token": "example",
        "places": [
            {
                "label": label,
                "url": "#",
                "current": label == current,
                "count": count if label == "Home" else 0,
            }
            for label in PLACES
        ],
        "banners": [],
        "flashes": [],
    }


def pages() -> dict[str, dict[str, Any]]:
    """Name every page of the gallery with what its template is given."""
    mistake = {
        "title": "This budget has moved on",
        "sentences": ["Aki Sato accepted it while you were looking.", "Open it again to see how it stands."],
    }
    return {
        "home": {"shell": shell("Home")},
        "budget": {"shell": shell("Projects", "Dana Whitfield", "Project manager", 0)},
        "review": {"shell": shell("ERP Integrations")},
        "first": {"shell": shell("ERP Integrations")},
        "jobcosts": {"shell": shell("Reports", count=1)},
        "people": {"shell": shell("Settings", "Ruth Adeyemi", "Directory admin", 0)},
        "import": {"shell": shell("Projects", "Luis Ortega", "Project manager", 0)},
        "parts": {"shell": shell("ERP Integrations")},
        "sign_in": {},
        "mistake": mistake,
    }


def stops() -> list[dict[str, str]]:
    told = (
        ("Locked", "Mon 8 Jun 17:40", "Dana Whitfield", "done"),
        ("Sent", "Tue 9 Jun 14:02", "Dana Whitfield", "done"),
        ("Accepted, exported", "Wed 10 Jun 09:24, 09:31", "Aki Sato", "done"),
        ("Posted in Sage", "Waiting 2 days", "Aki Sato", "now"),
        ("Synced back", "Next sync today 08:00", "Nobody has to act", "todo"),
    )
    return [dict(zip(("title", "when", "who", "state"), stop, strict=True)) for stop in told]


def closed_actions() -> list[dict[str, Any]]:
    told = {
        "Unlock budget": "Opens when the exported amounts show in the Job Costs Report. Last sync today 07:30: 0 of 5.",
        "Add line": "Opens with the same sync. A line added now could not be told apart from what was exported.",
        "Create modification": "Opens with the same sync. Modifications 3 and 4 are still on their way.",
        "Re-send to ERP": "Submission 3 is exported and not yet posted in Sage.",
        "Import from Sage": "Off for good: this budget was exported to Sage 100 on 14 Jan 2026.",
    }
    return [action(label, sentence=sentence, open_=False) for label, sentence in told.items()]


def action(label: str, *, sentence: str = "", open_: bool = True, primary: bool = False) -> dict[str, Any]:
    return {
        "label": label,
        "code": label.lower().replace(" ", "-"),
        "open": open_,
        "sentence": sentence,
        "url": "#",
        "method": "post",
        "primary": primary,
        "attrs": {},
        "fields": {},
        "sentences": [sentence],
    }


def environment() -> Environment:
    loader = ChoiceLoader([FileSystemLoader(ROOT / "templates"), FileSystemLoader(Path(__file__).parent)])
    env = Environment(loader=loader, autoescape=select_autoescape())
    env.globals["url_for"] = _file_url
    env.globals |= {"stops": stops(), "closed": closed_actions(), "action": action}
    env.globals |= {"groups": GROUPS, "ledger_columns": LEDGER_COLUMNS, "cell": figure_cell}
    env.globals["tab_items"] = [
        {"label": label, "url": "#", "current": label == "Budget"}
        for label in ("Budget", "Details", "Modifications", "Change history", "Forecasting", "Snapshots")
    ]
    env.globals["chart"] = budget_cost_chart(CHART_ROWS)
    return env


def write(folder: Path) -> list[Path]:
    """Write every page of the gallery into ``folder`` and give their paths."""
    env = environment()
    written = []
    for name, given in pages().items():
        page = folder / f"{name}.html"
        page.write_text(env.get_template(f"gallery_pages/{name}.html").render(given), encoding="utf-8")
        written.append(page)
    for name, mail in MAILS.items():
        page = folder / f"mail_{name}.html"
        page.write_text(mail_html(env, name, mail), encoding="utf-8")
        written.append(page)
    return written


def mail_html(env: Environment, name: str, mail: dict[str, Any]) -> str:
    """Give a mail as it is sent: styles inlined, only the rules for small windows left in the head."""
    html = env.get_template(f"mail/{name}.html").render(mail=mail)
    return css_inline.inline(html, keep_at_rules=True)


def _file_url(endpoint: str, *, filename: str = "", name: str = "") -> str:
    folder = "static" if endpoint == "static" else "portal/_vendor"
    return (ROOT / folder / (filename or name)).as_uri()


if __name__ == "__main__":
    for path in write(Path(sys.argv[1])):
        print(path)
