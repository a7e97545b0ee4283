"""`portal check --deploy`, what the environment says: every unsafe value is found, a safe one is not."""

import pytest

from portal.checks import settings_checks as checks


def test_a_safe_environment_has_nothing(place, found):
    assert [found(check, place()) for check in checks.CHECKS] == [""] * len(checks.CHECKS)


@pytest.mark.parametrize(
    ("check", "bent", "said"),
    [
        (checks.demo_mode, {"demo": True}, "people with a known pass phrase"),
        (checks.plain_http, {"base_url": "http://budgets.example.com"}, "not marked Secure"),
        (checks.secret_key, {"secret_key": "x"}, "it has 1 characters"),
        (checks.secret_key, {"secret_key": "change-me"}, "guessable"),
        (checks.secret_key, {"secret_key": "a" * 64}, "1 different ones"),
        (checks.proxy_declared, {"proxies": 0}, "PORTAL_PROXIES"),
        (checks.unsafe_switches, {"unsafe_resend": True}, "PORTAL_UNSAFE_RESEND is set"),
    ],
)
def test_what_is_unsafe_is_found_with_what_to_do(place, found, check, bent, said):
    assert said in found(check, place(**bent))


def test_a_crash_file_is_found(place, found, tmp_path):
    assert "PORTAL_CRASH_FILE is set" in found(checks.unsafe_switches, place(crash_file=tmp_path / "x"))


def test_without_tls_no_proxy_is_missed_as_well(place, found):
    assert found(checks.proxy_declared, place(base_url="http://budgets.example.com", proxies=0)) == ""
