"""`python -m tests.support.quick_local`: the whole desk as `make run` starts it, with a quick table, of which
nothing is kept."""

from __future__ import annotations

import pytest

from infra.local import __main__ as local
from tests.support import quick_desk

if __name__ == "__main__":
    with pytest.MonkeyPatch.context() as patch, quick_desk.install(patch).made(quick=True):
        local.main()
