"""The JSON API: addresses in `paths`, routes declared at their views, all served through one wrapper."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

from chalicelib.api.serving.paths import PATHS


def mount(app: Any) -> None:
    """Put every address on the Chalice app, and the shell around all of its HTTP requests."""
    app.register_middleware(_middleware, "http")
    for name, (method, path) in PATHS.items():
        app.route(path, methods=[method], content_types=[])(_view(name))


def preload() -> None:
    """Import now what every request needs: for the function that serves HTTP, while starting is quick. A view is loaded
    when it is first asked: most containers never answer more than a few of them.

    The collector rests meanwhile, and never looks at what is there then: all of it stays as long as the process, and
    going through it again and again took a tenth of a start.
    """
    gc.disable()
    # cold start: the function that serves HTTP alone loads the API
    from chalicelib.api.serving import shell  # noqa: F401 - importing is the point

    gc.freeze()
    gc.enable()


def _middleware(event: Any, get_response: Callable[[Any], Any]) -> Any:
    from chalicelib.api.serving.shell import middleware  # cold start: only requests need it

    return middleware(event, get_response)


def _view(name: str) -> Callable[..., Any]:
    def view(**path: str) -> Any:
        from chalicelib.api.serving.shell import serve  # cold start: only requests need it

        return serve(name, path)

    return view
