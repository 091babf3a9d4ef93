"""By which networks an address is counted."""

from __future__ import annotations

import pytest

from chalicelib.services.limits import networks


@pytest.mark.parametrize(
    ("client", "counted"),
    [
        ("198.51.100.7", [("198.51.100.7", 1)]),
        ("::ffff:198.51.100.7", [("198.51.100.7", 1)]),
        ("2001:db8:1:2:3:4:5:6", [("2001:db8:1:2::/64", 1), ("2001:db8:1::/48", 8)]),
        ("2001:DB8:1:2::", [("2001:db8:1:2::/64", 1), ("2001:db8:1::/48", 8)]),
        ("fe80::1%eth0", [("fe80::/64", 1), ("fe80::/48", 8)]),
        ("", [("unknown", 1)]),
        ("198.51.100.7:4711", [("unknown", 1)]),
        ("999.1.1.1", [("unknown", 1)]),
        ("2001:db8::1/64", [("unknown", 1)]),
    ],
)
def test_an_address_is_counted_by_what_one_person_has_of_them(client: str, counted: list[tuple[str, int]]) -> None:
    assert list(networks(client)) == counted
