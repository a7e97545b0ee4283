"""The demo company: people, cost codes, projects, and connections to the practice ERPs and identity provider.

Rows that state facts are inserted; budgets are brought to their states by the portal's own acts.
"""

from flask import Flask
from sqlalchemy import select

from portal.db.company import Company
from portal.db.transactions import reader
from portal.demo import connections, cost_lists, people, projects, sage_connections, single_sign_on
from portal.settings import Settings

__all__ = ["load"]


def load(app: Flask) -> None:
    """Load the demo company once; a database that holds a company already is left alone."""
    settings: Settings = app.extensions["portal_settings"]
    with app.app_context():
        if reader().scalar(select(Company.id).limit(1)) is None:
            people.load()
            cost_lists.load()
            connections.load(settings)
            projects.load()
        sage_connections.load(settings)
        single_sign_on.load(settings, app.extensions["portal_vault"])
        connections.write_file(settings)
        sage_connections.write_settings(settings)
