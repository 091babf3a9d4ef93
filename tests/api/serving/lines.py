"""All that was written of requests: their own lines, and whatever any logger said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.observability import log


class Written:
    """Whatever left the process since it was looked at before."""

    def __init__(self, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
        self._capsys, self._caplog = capsys, caplog

    def take(self) -> tuple[list[dict[str, Any]], str]:
        """Return the requests' lines, and all that was written as one text."""
        out = self._capsys.readouterr()
        logged = [log.registered_formatter.format(record) for record in self._caplog.records]
        self._caplog.clear()
        lines = [json.loads(line) for line in out.out.splitlines() if line.startswith('{"_aws"')]
        requests = [line for line in lines if line.get("message") == "request"]
        return requests, "\n".join([out.out, out.err, *logged])
