"""What every view needs of the running desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import current_app
from sqlalchemy import Connection

from portal.practice.sage.desks import Desk


def desk() -> Desk:
    """The desk whose page this is."""
    return cast("Desk", current_app.extensions["desk"])


@contextmanager
def reading() -> Iterator[Connection]:
    """Look at the company."""
    with desk().company.reading() as database:
        yield database


@contextmanager
def writing() -> Iterator[Connection]:
    """Change the company."""
    with desk().company.writing() as database:
        yield database
