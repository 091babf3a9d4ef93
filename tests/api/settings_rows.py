"""Who may what with the settings: rows of the table in test_who_may_what.

`{label}` and `{contact}` are there; `{missing}` is nothing, so that who may gets 404 and nobody's work is undone.
"""

from __future__ import annotations

from typing import Any

V1 = "/v1/{workspace}"
NAME = "Of caller {caller}"
FILTERS = {"status": "open"}


def _shape(path: str, reads: str, writes: str, new: dict[str, Any], change: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The five routes of a kind of setting."""
    one = f"{V1}/{path}/{{missing}}"
    return [
        ("GET", f"{V1}/{path}", reads, 200),
        ("POST", f"{V1}/{path}", writes, 201, new),
        ("GET", one, reads, 404),
        ("PATCH", one, writes, 404, change),
        ("DELETE", one, writes, 404),
    ]


ROWS = [
    *_shape("labels", "see colleagues", "change settings", {"name": NAME, "color": "#a13a00"}, {"name": NAME}),
    *_shape("canned-responses", "see colleagues", "change settings", {"name": NAME, "body": "Hello."}, {"name": NAME}),
    *_shape(
        "members",
        "see colleagues",
        "change settings",
        {"name": NAME, "email": "new-{caller}@acme.example", "role": "viewer"},
        {"name": NAME},
    ),
    *_shape(
        "mailboxes",
        "read settings",
        "change settings",
        {"name": NAME, "address": "box-{caller}@acme.example"},
        {"name": NAME},
    ),
    *_shape(
        "api-keys", "read settings", "change settings", {"name": NAME, "scopes": ["settings:write"]}, {"name": NAME}
    ),
    *_shape("views", "read tickets", "read tickets", {"name": NAME, "filters": FILTERS}, {"name": NAME}),
    ("POST", V1 + "/canned-responses/{missing}/render", "fill texts in", 404, {"ref": "TKT-0001"}),
    ("GET", V1 + "/settings", "read settings", 200),
    ("PATCH", V1 + "/settings", "change settings", 200, {"auto_close_days": 7}),
    ("GET", V1 + "/audit", "read settings", 200),
    ("GET", V1 + "/preferences", "choose preferences", 200),
    ("PATCH", V1 + "/preferences", "choose preferences", 200, {"created": "both"}),
    ("PATCH", V1 + "/contacts/{contact}", "write contacts", 200, {"company": "Osei Ltd"}),
]
