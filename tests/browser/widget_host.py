"""A page of somebody else's with the widget on it, and short ways to do what its visitor does."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from playwright.sync_api import FrameLocator, Locator, Page, expect

from infra.local.widget_demo import CSS
from tests.browser.console import token_of
from tests.browser.portal_walk import from_elsewhere
from tests.support.local_desk import LocalDesk

REFUSED = ("frame-ancestors", "Content Security Policy", "chrome-error", "CSP: frame-ancestors")
"""What the browser says when it refuses the frame of a page that may not show it."""


class Host:
    """A widget of its own, allowed on `http://127.0.0.1:<port>`, and a page served there.

    `styles` are the page's own, hostile ones if not said otherwise; its policy allows the desk's script and frame only.
    `files` are a site's own instead, by their paths: pages and scripts, without a policy.
    """

    def __init__(self, page: Page, live: LocalDesk, port: int) -> None:
        self.page, self.live, self.port = page, live, port
        new = {"name": f"Shop {time.monotonic_ns()}", "origins": [f"http://127.0.0.1:{port}"]}
        self.widget = live.call("/v1/acme/widgets", new, token_of(live, live.desk["email"]))
        self.styles, self.attributes, self.times = CSS, "", 1
        self.inline = ""
        self.files: dict[str, str] = {}

    def show(self, host: str = "127.0.0.1") -> None:
        """Go to the page, on this name of the machine."""
        self.page.goto(f"http://{host}:{self.port}/")
        self.launcher.wait_for(state="attached")

    def delete(self) -> int:
        """Take the widget's key away; the status that answers it."""
        headers = {"Authorization": f"Bearer {self.live.desk['api_key']}"}
        path = f"{self.live.desk['base_url']}/v1/acme/widgets/{self.widget['id']}"
        return self.page.request.delete(path, headers=headers).status

    @property
    def launcher(self) -> Locator:
        return self.page.locator("workestra-tickets")

    @property
    def bubble(self) -> Locator:
        return self.launcher.locator(".bubble")

    @property
    def frame(self) -> FrameLocator:
        return self.launcher.locator("iframe").content_frame

    def open(self) -> None:
        """Press the button, and wait for the frame."""
        self.bubble.click()
        expect(self.launcher).to_have_attribute("data-state", "open")

    def state(self) -> str | None:
        return self.launcher.get_attribute("data-state")

    def command(self, *command: Any) -> None:
        self.page.evaluate("command => WorkestraTickets(...command)", list(command))

    def signed(self, email: str, **claims: Any) -> str:
        """What the site's own server would sign for a visitor."""
        claimed = {"aud": self.widget["id"], "exp": int(time.time()) + 600, "email": email, "name": "Vera Kallas"}
        return jwt.encode({**claimed, **claims}, self.widget["secret"], "HS256")

    def send(self, email: str, title: str, description: str = "It broke.") -> str:
        """Fill the open form in and send it; the reference that the visitor is told."""
        for name, value in {"name": "Vera Kallas", "email": email, "title": title, "description": description}.items():
            self.frame.locator(f'main form [name="{name}"]').fill(value)
        self.frame.locator("main form button[type=submit]").first.click()
        return self.frame.locator("html[data-notice=created]").get_attribute("data-ref") or ""

    def reply(self, ref: str, body: str, token: str = "") -> None:
        """An agent answers, and nobody can take it back any more."""
        said = {"body": body, "undo_seconds": 0}
        self.live.call(f"/v1/acme/tickets/{ref}/replies", said, token or self.live.desk["api_key"])
        self.live.call("/_local/settle", {})

    def html(self) -> tuple[str, str]:
        """The page and its policy."""
        desk = self.live.desk["base_url"]
        tag = (
            f'<script async src="{desk}/static/widget/widget.js" data-key="{self.widget["id"]}" '
            f"{self.attributes}></script>"
        )
        policy = "default-src 'none'; base-uri 'none'; style-src 'nonce-x'; img-src data:; script-src 'nonce-x' "
        html = (
            '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A shop</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
            f'<style nonce="x">{self.styles}</style><script nonce="x">{self.inline}</script></head>'
            f'<body><main><h1>A shop</h1><button id="own">Buy</button></main>{tag * self.times}</body></html>'
        )
        return html, f"{policy}{desk}; frame-src {desk}"


@contextmanager
def on_a_page(page: Page, live: LocalDesk) -> Iterator[Host]:
    """A host whose page is served while the block runs; its widget is deleted afterwards."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content, policy = (host.files[self.path], "") if host.files else host.html()
            kind = "javascript" if self.path.endswith(".js") else "html"
            self.send_response(200)
            self.send_header("Content-Type", f"text/{kind}; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(content.encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    from_elsewhere(page.context)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host = Host(page, live, server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.delete()
        server.shutdown()
        thread.join()
        server.server_close()
