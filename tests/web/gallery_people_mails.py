"""Example mails about people: who may push, who stands in, who is to confirm, and the links that lead in."""

from typing import Any

FRAME = {
    "company": "Halden & Rowe Builders",
    "why": "You get this mail because you can push to accounting.",
    "settings_url": "https://portal.example/settings/mail",
    "settings_text": "Change to one mail a day, or off",
    "answer_name": "Dana Whitfield",
    "answer_email": "dana.whitfield@haldenrowe.example",
    "link_note": "",
}

SUMS = [
    {"term": "Last synced", "text": "4,334,416.50", "strong": False},
    {"term": "Now", "text": "4,346,896.50", "strong": True},
    {"term": "Difference", "text": "+12,480.00", "strong": False},
]

PEOPLE_MAILS: dict[str, dict[str, Any]] = {
    "second_person": FRAME
    | {
        "title": "Newtown Apartments: a difference waits for a second person",
        "intro": "Aki Sato takes the amount of 2010.000 Site demolition 4 Subcontract as Sage 100 Contractor shows it. "
        "It counts once a second person confirms it; until then the budget stays closed.",
        "link_url": "https://portal.example/projects/3/differences",
        "link_text": "Look at the difference",
        "link_note": "The link opens the page of differences and confirms nothing by itself.",
        "sums": [
            {"term": "Exported", "text": "120,000.00", "strong": False},
            {"term": "Found", "text": "120,005.00", "strong": True},
            {"term": "Difference", "text": "+5.00", "strong": False},
        ],
        "note_by": "Aki Sato’s reason:",
        "note": "Rounded up with the subcontractor <by phone>.",
    },
    "privilege_changed": FRAME
    | {
        "title": "Ruth Adeyemi gave Luis Ortega Can push to accounting",
        "intro": "It happened today 14:02 and is in effect. Luis Ortega may now accept and reject budgets.",
        "link_url": "https://portal.example/directory/privileges#person-2",
        "link_text": "Look at it, or suspend it",
        "link_note": "If this should not be, suspend it there: it ends at once, until a directory admin gives it "
        "again.",
        "note_by": "Ruth Adeyemi’s reason:",
        "note": "Stands in during the audit <Q4>.",
    },
    "delegation": FRAME
    | {
        "title": "Aki Sato stands in for Karen Boyle from today until Fri 27 Nov",
        "intro": "Approval requests to Karen Boyle come to you from today until Fri 27 Nov. It gives nobody a new "
        "permission: you could both decide before, and still can.",
        "link_url": "https://portal.example/account/substitute",
        "link_text": "See who stands in for whom",
    },
    "invitation": FRAME
    | {
        "title": "Welcome, Nina Castellano",
        "intro": "Ruth Adeyemi added you to the budget portal of Halden & Rowe Builders. Choose a pass phrase to come "
        "in.",
        "link_url": "https://portal.example/welcome/k3",
        "link_text": "Choose a pass phrase",
        "link_note": "The link works once, within 7 days. After that, ask for a new one.",
    },
    "reset": FRAME
    | {
        "title": "Choose another pass phrase",
        "intro": "Somebody asked for this with your address, most likely you. Nothing changes until you choose one.",
        "link_url": "https://portal.example/welcome/r7",
        "link_text": "Choose another pass phrase",
        "link_note": "The link works once, within 1 hour.",
    },
    "mail_test": FRAME
    | {
        "title": "Mail from the budget portal arrives",
        "intro": "Ruth Adeyemi tested the mail settings today 14:02. There is nothing to do.",
        "link_url": "https://portal.example/settings/mail",
        "link_text": "See the mail settings",
    },
}
