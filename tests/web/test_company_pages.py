"""Company settings: stored, shown on every page, refused at their field."""

import pytest

from tests.web.people_pages import post


def test_company_settings_are_stored_and_four_eyes_off_shows_on_every_page(ruth, world):
    given = {"name": "Halden Builders", "timezone": "America/Denver", "link_days": "5"}
    assert post(ruth, "/settings/company", **given).status_code == 303
    page = ruth.get("/settings/people").text
    assert "Halden Builders" in page
    assert "Four eyes is switched off" in page
    post(ruth, "/settings/company", four_eyes="y", **given)
    assert "Four eyes is switched off" not in ruth.get("/settings/people").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"timezone": "Mars/Olympus"},
        {"timezone": "../../etc/passwd"},
        {"link_days": "0"},
        {"link_days": "x"},
    ],
)
def test_settings_that_cannot_be_are_refused_at_their_field(ruth, world, wrong):
    given = {"name": "Halden", "timezone": "UTC", "link_days": "7", "four_eyes": "y"}
    answer = post(ruth, "/settings/company", **{**given, **wrong})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
