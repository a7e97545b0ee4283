"""An authenticator app on somebody's telephone, as the set-up page's secret makes it."""

import time

import pyotp

STEP = 30


class Authenticator:
    """Shows codes; each counts once, so it goes on to the next and waits only where a phone would have to."""

    def __init__(self, secret: str) -> None:
        self._codes = pyotp.TOTP(secret)
        self._last = 0

    def code(self) -> str:
        """The next code that has not been typed yet; one step of drift is within what clocks differ."""
        step = max(self._last + 1, self._now() - 1)
        while step > self._now() + 1:
            time.sleep(0.5)
        self._last = step
        return str(self._codes.generate_otp(step))

    def _now(self) -> int:
        return int(time.time()) // STEP
