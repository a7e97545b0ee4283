"""The ticker: does again and again what the database says is due, so that a lost bell or an absent Redis only delays.

Several tickers at once do no harm: every duty claims its rows in the database.
"""

import logging
import signal
from collections.abc import Callable
from datetime import timedelta
from threading import Event

from flask import Flask, current_app

from portal.services.exchange import exchange, sweeps
from portal.services.mails import daily_summaries, mail_outbox, posting_reminders, silence_mails
from portal.services.people import forgotten_phrases, old_traces
from portal.services.sync import advancing, arrivals, old_staging

PAUSE_SECONDS = 5.0

_log = logging.getLogger(__name__)


def plan_requests() -> int:
    """Plan the ERP requests that nobody planned yet, so that the next poll finds their first document."""
    return exchange.plan_due()


def deliver_mails() -> int:
    """Send the mails that are due."""
    return mail_outbox.deliver_due(
        current_app.extensions["portal_settings"], current_app.extensions["portal_vault"]
    )


def tell_of_silences() -> int:
    """Mail the ERP administrators about connections that have gone silent."""
    settings = current_app.extensions["portal_settings"]
    return silence_mails.tell_administrators(timedelta(minutes=settings.silent_mail_minutes))


DUTIES: tuple[Callable[[], int], ...] = (
    sweeps.order_due_readings,
    plan_requests,
    arrivals.take_all,
    advancing.advance_open,
    posting_reminders.remind,
    daily_summaries.summarize,
    forgotten_phrases.write_due,
    deliver_mails,
    sweeps.note_troubles,
    tell_of_silences,
    sweeps.discard_old_paper,
    old_staging.discard_old_staging,
    old_traces.discard_old_traces,
)
"""Each does what is due and returns how much that was; it may be interrupted anywhere and is repeated soon."""


def tick(app: Flask) -> int:
    """Do every duty once; one that fails is logged and keeps no other from its turn. Returns how much was done."""
    done = 0
    for duty in DUTIES:
        with app.app_context():
            try:
                done += duty()
            except Exception:  # noqa: BLE001 - whatever it is, the other duties must go on
                _log.exception("%s failed; it is tried again in %s s", duty.__name__, PAUSE_SECONDS)
    return done


def run(app: Flask) -> int:
    """Tick until told to stop by TERM or Ctrl-C. A tick that has begun is finished."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        tick(app)
        stop.wait(PAUSE_SECONDS)
    return 0
