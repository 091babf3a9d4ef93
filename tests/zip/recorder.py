"""moto behind a door that lets in what a function's role is granted, and keeps a record of all that was asked."""

from __future__ import annotations

import io
import json
import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any

from moto.bedrockruntime import urls as bedrock_urls
from moto.bedrockruntime.responses import BedrockRuntimeResponse
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from moto.sesv2 import urls as ses_urls
from moto.sesv2.responses import SESV2Response
from werkzeug.serving import make_server

from tests.zip.actions import Called, Request, called

_REFUSED_XML = "<Error><Code>AccessDenied</Code><Message>{}</Message></Error>"


class Recorder:
    """A server on loopback. `granted` says of each action whether AWS would allow it."""

    def __init__(self, granted: Callable[[Called], bool]) -> None:
        logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
        self.calls: set[Called] = set()
        self.refused: list[Called] = []
        self.faults: set[tuple[str, str, str]] = set()
        """What is refused although it is granted: a function's name, an action, and how its resource ends."""
        self._granted = granted
        _add_paths()
        self._moto: Any = DomainDispatcherApplication(create_backend_app)
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True, request_handler=MotoRequestHandler)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        headers = {name[5:].lower().replace("_", "-"): text for name, text in environ.items() if name[:5] == "HTTP_"}
        request = Request(
            environ["REQUEST_METHOD"], environ["PATH_INFO"], environ.get("QUERY_STRING", ""), headers, body
        )
        for one in called(request):
            if any((one.who, one.action) == fault[:2] and one.resource.endswith(fault[2]) for fault in self.faults):
                return _refuse(one, start)
            self.calls.add(one)
            if not self._granted(one):
                self.refused.append(one)
                return _refuse(one, start)
        answer: Iterable[bytes] = self._moto(environ, start)
        return answer


def _add_paths() -> None:
    """Have moto's server take what only the repaired moto inside a process takes: there a pattern with a dot does."""
    ses_urls.url_paths["{0}/v2/email/suppression/addresses/(?P<EmailAddress>[^/]+)$"] = SESV2Response.dispatch
    bedrock_urls.url_paths["{0}/model/(?P<modelId>[^/]+)/converse$"] = BedrockRuntimeResponse.dispatch


def _refuse(one: Called, start: Any) -> Iterable[bytes]:
    told = f"{one.who} is not authorized to perform {one.action} on {one.resource}"
    if one.action.startswith("s3:"):
        start("403 Forbidden", [("Content-Type", "application/xml")])
        return [_REFUSED_XML.format(told).encode()]
    start("400 Bad Request", [("Content-Type", "application/json"), ("X-Amzn-ErrorType", "AccessDeniedException")])
    return [json.dumps({"__type": "AccessDeniedException", "message": told}).encode()]
