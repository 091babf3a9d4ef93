"""What the API says of itself: health, the OpenAPI document, and its page for people."""

from __future__ import annotations

import time

from chalicelib import policies
from chalicelib.api.schemas.about import HealthOut, HealthQuery
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Access, Call, Reply, route
from chalicelib.domain.errors import DeskError
from chalicelib.observability import log_fault
from chalicelib.services.health import is_signed, read_something


@route(
    "Check that the service is up",
    description="With `deep`, and signed by the deployment's own key as `infra.deploy health` does, also whether its "
    "table does; what fails is named as `failed`.",
    access=Access.ANYBODY,
    gate="open",
    query=HealthQuery,
    answer=HealthOut,
    refusals=("forbidden",),
)
def health(call: Call[HealthQuery]) -> Reply:
    if call.query.deep is not None:
        given = call.query.signature or call.headers.get("signature", "")
        if not is_signed(call.desk.secrets, given, time.time()):
            raise DeskError("forbidden", "Looking deeper takes a signature of this minute.")
        _check_table(call)
    return Reply(HealthOut())


def _check_table(call: Call[HealthQuery]) -> None:
    """Whatever speaks against it: the log says what, and whoever asks is told where to look."""
    try:
        read_something(call.desk)
    except Exception as fault:
        log_fault("the table can't be read", fault)
        raise DeskError("unavailable", "The service is unavailable.", data={"failed": "table"}) from fault


@route("This API as an OpenAPI 3.1 document", access=Access.ANYBODY, gate="open")
def openapi(call: Call) -> Answer:
    from chalicelib.api.docs.openapi import document  # cold start: few read the documents

    return Answer(200, document(call.desk.base_url))


@route("This API as a page", access=Access.ANYBODY, gate="open")
def docs(call: Call) -> Answer:
    from chalicelib.api.docs.docs_page import page  # cold start: few read the documents

    headers = {"Content-Security-Policy": policies.DOCS}
    return Answer(200, page(call.desk.base_url), "text/html; charset=utf-8", headers)
