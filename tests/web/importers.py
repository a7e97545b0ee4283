"""A person who imports files through the pages of one project."""

import io
import re

from sqlalchemy import func, select

from portal.db.budgets import BudgetLine
from portal.db.transactions import reader
from tests import factories
from tests.people import DANA


class Importer:
    """A person at the import pages of one project."""

    def __init__(self, app, world, person=DANA):
        self.app, self.world = app, world
        with app.app_context():
            self.project = factories.make_project(world, linked=False)
        self.client = factories.client_for(app, person)
        self.path = f"/projects/{self.project}/budget/import"

    def upload(self, name, data):
        given = {"csrf_token": self.client.csrf, "file": (io.BytesIO(data), name)}
        answer = self.client.post(self.path, data=given, content_type="multipart/form-data")
        answer.request.environ["wsgi.input"].close()
        return answer

    def check(self, name, data):
        """Upload and open the check; its address and text."""
        answer = self.upload(name, data)
        assert answer.status_code == 303, answer.text
        return answer.location, self.client.get(answer.location).text

    def choose(self, where, **fields):
        answer = self.client.post(f"{where}/columns", data={"csrf_token": self.client.csrf, **fields})
        assert answer.status_code == 303, answer.text
        return self.client.get(answer.location).text

    def confirm(self, where, page):
        given = {
            "csrf_token": self.client.csrf,
            "version": hidden(page, "version"),
            "stamp": hidden(page, "stamp"),
        }
        return self.client.post(f"{where}/import", data=given)

    def total(self):
        with self.app.app_context():
            budget = factories.budget_of(self.project)
            return reader().scalar(
                select(func.coalesce(func.sum(BudgetLine.original_cents), 0)).where(
                    BudgetLine.budget_id == budget.id
                )
            )


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]
