"""`python -m tests.support.quick_local`: the whole desk as `make run` starts it, with a quick table, of which
nothing is kept, and for members who do more in a minute than any person."""

from __future__ import annotations

import pytest

from chalicelib.services.limits import KEY, MEMBER
from infra.local import __main__ as local
from tests.support import quick_desk

_MOST = 100_000


def let_members_hurry() -> None:
    """Let members and keys ask as often as tests in a row do. What people outside may do stays as it is."""
    for limit in (MEMBER, KEY):
        object.__setattr__(limit, "most", _MOST)


if __name__ == "__main__":
    let_members_hurry()
    with pytest.MonkeyPatch.context() as patch, quick_desk.install(patch).made(quick=True):
        local.main()
