"""Ended sessions, old throttles and dead links go in time; what may still be needed stays."""

from datetime import timedelta

import time_machine
from sqlalchemy import func, select

from portal import clock
from portal.db.people import OneTimeLink, SignedInSession, Throttle
from portal.db.transactions import reader, transaction
from portal.services.people import old_traces, one_time_links, own_sessions, throttles
from tests import factories
from tests.people import AKI


def counts():
    return [
        reader().scalar(select(func.count()).select_from(each))
        for each in (SignedInSession, Throttle, OneTimeLink)
    ]


def test_each_goes_when_nobody_needs_it_any_more(app):
    with app.app_context():
        person_id = factories.furnish().id_of(AKI)
        with transaction() as session:
            own_sessions.open_session(session, person_id, "192.0.2.1", "")
            throttles.admit(session, [throttles.Limit("guess:x", 5, timedelta(minutes=1))])
            one_time_links.issue(session, person_id, one_time_links.INVITATION)
        assert old_traces.discard_old_traces() == 0
        left = {}
        for days in (2, 40, 100):
            with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
                assert old_traces.discard_old_traces() == 1
                assert old_traces.discard_old_traces() == 0
                left[days] = counts()
        assert left == {2: [1, 0, 1], 40: [1, 0, 0], 100: [0, 0, 0]}
