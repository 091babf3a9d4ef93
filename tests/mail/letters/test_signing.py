"""What is signed below a member's words: all of it, and nothing twice."""

from __future__ import annotations

import pytest

from chalicelib.mail.letters.signing import below

OWN = "Ana K., Acme\n+49 30 1234"
DESKS = "Ana K.\nAcme Support"


@pytest.mark.parametrize(
    ("said", "signatures", "signed"),
    [
        ("It works.", [OWN], OWN),
        ("It works.", [DESKS], DESKS),
        ("It works.", [OWN, "Acme GmbH, Berlin"], f"{OWN}\n\nAcme GmbH, Berlin"),
        ("It works.", [OWN, DESKS], f"{OWN}\n\nAcme Support"),
        ("It works.\n\nAna K.", ["Ana K., Acme"], "Acme"),
        ("It works.\n\n**ana k.**", [OWN], "Acme\n+49 30 1234"),
        ("It works.\n\nAna K.", [DESKS], "Acme Support"),
        ("It works.\n\nAna K.", ["Ana K."], ""),
        (f"It works.\n\n{OWN}\n", [OWN], ""),
        (f"It works.\n\n{OWN}", [OWN, "Acme GmbH"], "Acme GmbH"),
        (f"It works.\n\n{DESKS}", [OWN, DESKS], ""),
        ("It works.\n\nAna", ["Anabel\nAcme"], "Anabel\nAcme"),
        ("Acme is closed on Monday.", ["Acme\nSupport"], "Acme\nSupport"),
        ("It works.", [OWN, "Ana K.\n\nAcme GmbH"], f"{OWN}\n\nAcme GmbH"),
        ("", [OWN], OWN),
        ("It works.", ["", OWN], OWN),
    ],
)
def test_nothing_is_signed_twice(said: str, signatures: list[str], signed: str) -> None:
    assert below(said, *signatures) == signed
