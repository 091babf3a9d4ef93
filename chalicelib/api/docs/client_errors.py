"""What goes wrong in people's browsers, where no log of ours is."""

from __future__ import annotations

from chalicelib.api.schemas.about import ClientErrorBody
from chalicelib.api.serving.routes import Access, Call, NoQuery, Reply, route
from chalicelib.observability import masked, observe
from chalicelib.web import handling


@route(
    "Tell of a fault in the browser",
    description="Counted, and written to the log without addresses, tokens and what is quoted.",
    access=Access.ANYBODY,
    gate="client error",
    body=ClientErrorBody,
    status=204,
    refusals=("rate_limited",),
)
def report_client_error(call: Call[NoQuery, ClientErrorBody]) -> Reply:
    body = call.body
    told = {"said": masked(body.message, names=True), "build": masked(body.build), "at": masked(body.route)}
    observe("BrowserErrors", 1, {"message": "browser error", "request_id": handling().id, **told})
    return Reply()
