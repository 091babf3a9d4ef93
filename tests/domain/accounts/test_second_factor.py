"""The address that an authenticator app is set up by: every app must read the same names and the same secret off it."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from chalicelib.domain.accounts.second_factor import FactorSetup, otpauth_uri

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_the_address_is_the_one_that_apps_expect() -> None:
    assert otpauth_uri("Acme Support", "ana@acme.example", SECRET) == (
        f"otpauth://totp/Acme%20Support:ana@acme.example?secret={SECRET}&issuer=Acme%20Support"
    )


@pytest.mark.parametrize(
    ("issuer", "shown"),
    [
        ("Müller & Söhne", "Müller & Söhne"),
        ("Acme: Support", "Acme Support"),
        ("a?b#c/d%3A+&issuer=Evil", "a?b#c/d%3A+&issuer=Evil"),
        ("東京サポート", "東京サポート"),
        ("  Acme\n\tSupport ", "Acme Support"),
        ("👩‍💻", "👩‍💻"),
    ],
)
@pytest.mark.parametrize("email", ["ana@acme.example", "o'brien+desk@example.com", "jörg&co?x=1@müller.example"])
def test_names_are_read_back_as_they_are_and_change_nothing_else(issuer: str, shown: str, email: str) -> None:
    uri = otpauth_uri(issuer, email, SECRET)
    assert uri.isascii()
    address = urlsplit(uri)
    name, _, account = address.path.removeprefix("/").partition(":")
    assert (address.scheme, address.netloc, address.fragment) == ("otpauth", "totp", "")
    assert (unquote(name), unquote(account)) == (shown, email)
    assert parse_qs(address.query, strict_parsing=True) == {"secret": [SECRET], "issuer": [shown]}


@pytest.mark.parametrize("issuer", ["", " ", ":", ": :"])
def test_without_a_name_only_the_account_is_named(issuer: str) -> None:
    assert otpauth_uri(issuer, "ana@acme.example", SECRET) == f"otpauth://totp/ana@acme.example?secret={SECRET}"


def test_neither_the_secret_nor_the_session_is_printed_with_a_setup() -> None:
    assert repr(FactorSetup(SECRET, "session")) == "FactorSetup()"
