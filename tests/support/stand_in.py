"""A tiny app in the place of the desk's, to try the machinery around it: functions keep what they were called with."""

from __future__ import annotations

from collections import Counter
from typing import Any

from chalice.app import Chalice, Response


class StandIn:
    """Looks like the app's module. `failing` says of records how often they fail; `calls` has every event. What is
    in `raising` is raised by the next functions that records are brought to."""

    def __init__(self, functions: tuple[str, ...]) -> None:
        self.calls: dict[str, list[dict[str, Any]]] = {name: [] for name in functions}
        self.failing: Counter[str] = Counter()
        self.raising: list[BaseException] = []
        self.app = _http_app()

    def __getattr__(self, name: str) -> Any:
        if name not in self.__dict__["calls"]:
            raise AttributeError(name)
        return lambda event, context: self._called(name, event)

    def carried(self, name: str) -> list[str]:
        """What the function was called with and did not fail at, by queue body or sort key, in order."""
        return [what for event in self.calls[name] for what in event["carried"]]

    def _called(self, name: str, event: dict[str, Any]) -> dict[str, Any]:
        self.calls[name].append(event | {"carried": []})
        if self.raising and "Records" in event:
            raise self.raising.pop(0)
        failures = []
        for record in event.get("Records", []):
            what, identifier = _identity(record)
            if self.failing[what] > 0:
                self.failing[what] -= 1
                failures.append({"itemIdentifier": identifier})
            else:
                self.calls[name][-1]["carried"].append(what)
        return {"batchItemFailures": failures}


def _identity(record: dict[str, Any]) -> tuple[str, str]:
    if "body" in record:
        return record["body"], record["messageId"]
    return record["dynamodb"]["Keys"]["sk"]["S"], record["dynamodb"]["SequenceNumber"]


def _http_app() -> Chalice:
    app = Chalice("stand-in", configure_logs=False)
    app.api.binary_types = ["multipart/form-data"]

    def echo(**parameters: str) -> Response:
        request: Any = app.current_request
        seen = {
            "method": request.method,
            "route": request.path,
            "parameters": parameters,
            "query": {name: request.query_params.getlist(name) for name in request.query_params or {}},
            "headers": dict(request.headers),
            "length": len(request.raw_body),
            "body": request.raw_body.decode("latin-1")[:200],
        }
        return Response(seen, headers={"Content-Type": "application/json", "Set-Cookie": ["a=1", "b=2"]})

    kinds = ["application/json", "multipart/form-data", "application/x-www-form-urlencoded", "text/plain"]
    app.route("/things", methods=["GET", "HEAD", "POST"], content_types=kinds, name="things")(echo)
    app.route("/things/{thing}", methods=["GET", "PUT"], content_types=kinds, name="thing")(echo)
    app.route("/things/fixed", methods=["GET"], name="fixed")(echo)
    return app
