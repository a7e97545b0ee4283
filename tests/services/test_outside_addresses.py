"""Where a provider may be: what is refused before a byte is sent, and what the documents must say."""

import socket

import pytest

from portal.services.providers import addresses, documents
from portal.services.providers.problems import ProviderProblem

ANYWHERE = "login.example.com"


@pytest.mark.parametrize(
    ("host", "address", "refused"),
    [
        (ANYWHERE, "93.184.215.14", False),
        (ANYWHERE, "10.1.2.3", False),
        (ANYWHERE, "169.254.169.254", True),
        (ANYWHERE, "::ffff:169.254.169.254", True),
        (ANYWHERE, "fe80::1%eth0", True),
        (ANYWHERE, "fd00:ec2::254", True),
        (ANYWHERE, "100.100.100.200", True),
        (ANYWHERE, "127.0.0.1", True),
        (ANYWHERE, "::1", True),
        (ANYWHERE, "0.0.0.0", True),  # noqa: S104 - refused, not bound
        (ANYWHERE, "224.0.0.1", True),
        ("localhost", "127.0.0.1", False),
        ("127.0.0.1", "127.0.0.1", False),
        ("localhost", "10.1.2.3", True),
    ],
)
def test_addresses_that_clouds_and_this_server_answer_from_are_refused(host, address, refused):
    assert bool(addresses.refusal(host, address)) is refused


def test_one_bad_address_among_good_ones_refuses_the_name(monkeypatch):
    def answers(*_given, **_more):
        return [(2, 1, 6, "", (one, 443)) for one in ("93.184.215.14", "169.254.169.254")]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    with pytest.raises(
        ProviderProblem, match=r"leads to 169\.254\.169\.254, where no identity provider may be"
    ):
        documents.discovery(f"https://{ANYWHERE}", anew=True)


@pytest.mark.parametrize(
    "text",
    [
        "http://login.example.com",
        "ftp://login.example.com",
        "https://someone:word@login.example.com",
        "https://login.example.com/#part",
        "https://",
        "login.example.com",
        "https://login.example.com:port",
        "http://127.0.0.1.example.com",
        "https://" + "x" * 600,
    ],
)
def test_only_plain_https_addresses_and_this_machine_are_taken(text):
    with pytest.raises(ProviderProblem, match="The issuer"):
        addresses.checked_url(text, "The issuer")


def test_this_machine_may_be_named_in_its_three_ways():
    for text in (
        "http://localhost:8045",
        "http://127.0.0.1:8045",
        "http://[::1]:8045",
        "https://login.example.com",
    ):
        assert addresses.checked_url(text, "The issuer") == text


def test_documents_are_kept_and_their_faults_are_told(provider):
    found = documents.discovery(provider.url)
    assert found.token_endpoint == f"{provider.url}/token"
    provider.arm("broken_discovery")
    assert documents.discovery(provider.url) is found
    with pytest.raises(ProviderProblem, match="The discovery document is no JSON"):
        documents.discovery(provider.url, anew=True)
    provider.arm("other_discovery")
    with pytest.raises(ProviderProblem, match=r"names the issuer https://another-provider\.example"):
        documents.discovery(provider.url, anew=True)
    with pytest.raises(ProviderProblem, match="was answered with HTTP 404"):
        documents.discovery(f"{provider.url}/realms/none", anew=True)
    assert len(documents.keys(found).keys) >= 1
