"""ERP Integrations in the browser: lists with their numbers, jobs, cost codes, job costs."""

import pytest

from tests import factories
from tests.people import AKI


@pytest.fixture
def world(sqlite_app):
    with sqlite_app.app_context():
        return factories.furnish()


@pytest.mark.parametrize(
    "path", ["/erp/budgets", "/erp/jobs", "/erp/cost-codes", "/erp/job-costs", "/erp/budgets?show=synced"]
)
def test_every_tab_opens(sqlite_app, world, path):
    assert factories.client_for(sqlite_app, AKI).get(path).status_code == 200
