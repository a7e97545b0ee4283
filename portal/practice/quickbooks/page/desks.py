"""What every view needs of the running desk."""

from typing import cast

from flask import current_app

from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.faults import Faults
from portal.practice.quickbooks.schedules import WebConnector


def connector() -> WebConnector:
    """The Web Connector of this desk."""
    return cast("WebConnector", current_app.extensions["connector"])


def company() -> Company:
    """The company file of this desk."""
    return connector().company


def faults() -> Faults:
    """The faults of this desk."""
    return connector().faults
