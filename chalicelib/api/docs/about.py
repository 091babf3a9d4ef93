"""What the API says of itself: health, the OpenAPI document, and its page for people."""

from __future__ import annotations

from chalicelib import policies
from chalicelib.api.schemas.about import HealthOut
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Access, Call, Reply, route


@route("Whether the desk answers", access=Access.ANYBODY, gate="open", answer=HealthOut)
def health(_call: Call) -> Reply:
    return Reply(HealthOut())


@route("This API as an OpenAPI 3.1 document", access=Access.ANYBODY, gate="open")
def openapi(call: Call) -> Answer:
    from chalicelib.api.docs.openapi import document  # cold start: few read the documents

    return Answer(200, document(call.desk.base_url))


@route("This API as a page", access=Access.ANYBODY, gate="open")
def docs(call: Call) -> Answer:
    from chalicelib.api.docs.docs_page import page  # cold start: few read the documents

    headers = {"Content-Security-Policy": policies.DOCS}
    return Answer(200, page(call.desk.base_url), "text/html; charset=utf-8", headers)
