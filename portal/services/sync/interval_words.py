"""Intervals as the schedule's choices name them. Source: Configure the Sync Schedule for QuickBooks."""

from portal.db.sync import ON_ARRIVAL

_NAMED = {
    ON_ARRIVAL: "On arrival",
    0: "Never",
    60: "Hourly",
    120: "Every 2 hours",
    240: "Every 4 hours",
    1440: "Daily",
}


def say_interval(minutes: int) -> str:
    """`Hourly`, `Every 2 hours`, `Every 15 minutes`, `On arrival`, `Never`."""
    return _NAMED.get(minutes, f"Every {minutes} minutes")
