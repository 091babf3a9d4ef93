"""The whole desk in one process: AWS's place taken by moto, the app, its circulation, HTTP and SMTP in front."""

from __future__ import annotations

import importlib
import logging
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from moto import mock_aws
from moto.server import ThreadedMotoServer

from infra.local import cognito, moto_repair, moto_speed, resources, ses, widget_demo
from infra.local.aws import REGION
from infra.local.demo import people, sign_on
from infra.local.gateway import Gateway
from infra.local.inbound import Inbound
from infra.local.mail_checks import MailChecks
from infra.local.name_server import NameServer, zone_of
from infra.local.pumps import Pumps
from infra.local.routes import LocalRoutes
from infra.local.server import Server
from infra.local.smtp import SmtpListener
from infra.local.state import State, put_past_the_stream

_BUCKETS = ("FILES_BUCKET", "MAIL_BUCKET")
_CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
    "AWS_EC2_METADATA_DISABLED": "true",
}


class LostSecretsError(Exception):
    """The table has a desk, but `.local`, with its secrets and people, is not there."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The command line's wishes. `dynamodb` is `memory` or a URL, `folder` where what is kept goes.

    `begins` is the moment at which the desk's clock starts; without it, it shows the machine's time. With `history` the
    demo has a past of ninety days; unless that is said, it has where that costs little.
    """

    port: int
    smtp_port: int
    dynamodb: str
    folder: Path
    begins: datetime | None = None
    history: bool | None = None

    @property
    def in_memory(self) -> bool:
        return self.dynamodb == "memory"

    @property
    def with_history(self) -> bool:
        return self.in_memory if self.history is None else self.history


class LocalDesk:
    """Made and started by `start`; `about` says where everything is."""

    def __init__(self, wanted: Wanted, tell: Callable[[str], None]) -> None:
        self._wanted = wanted
        self._tell = tell
        self._state = State(wanted.folder)
        self._known = self._state.load()
        self.about: dict[str, Any] = {}

    def start(self) -> None:
        """Make everything and begin to answer. Raises OSError for a port that is taken."""
        self._tell("Making table, queues, buckets and the rest in memory …")
        _take_the_place_of_aws()
        secret_values = self._known.get("secrets") or resources.new_secrets()
        base_url = f"http://localhost:{self._wanted.port}"
        self._names = NameServer(zone_of(people.MAIL_DOMAIN, REGION))
        self._environment = resources.create(
            people.MAIL_DOMAIN,
            base_url,
            base_url,
            self._wanted.dynamodb,
            dns_server=self._names.address,
            secret_values=secret_values,
        )
        self._known["secrets"] = secret_values
        if self._wanted.in_memory:
            self._state.load_table(self._environment["TABLE_NAME"])
        os.environ.update(self._environment)
        self._tell("Loading the app …")
        self._wire(secret_values["origin"])
        self._fill()
        self._show_widget(base_url)
        sign_on.mount(self._routes, self._ports, sign_on.issuer(self._wanted.port, base_url))
        for part in (self._pumps, self._server, self._smtp):
            part.start()
        self.about = self._describe(base_url)

    def _show_widget(self, base_url: str) -> None:
        """The demo page has the other name of this machine, and so another origin."""
        elsewhere = f"http://127.0.0.1:{self._wanted.port}"
        key = widget_demo.key(self._ports, people.WORKSPACE, elsewhere)
        for path, method, answer in widget_demo.routes(self._ports, base_url, key):
            self._routes.add(path, method, answer)
        self._widget_demo_url = elsewhere + widget_demo.PATH

    def stop(self) -> None:
        """End everything, and keep it for the next start."""
        for part in (self._smtp, self._server, self._pumps, self._names):
            part.stop()
        self._pumps.finish()
        self._keep()

    def _wire(self, origin_secret: str) -> None:
        app_module = importlib.import_module("app")
        from chalicelib import bootstrap  # late: the app reads the environment made for it
        from chalicelib.adapters.clock import SystemClock

        self._ports = bootstrap.desk()
        self._pumps = Pumps(app_module, self._environment)
        self._outbox = ses.outbox(self._environment)
        assert isinstance(self._ports.clock, SystemClock)
        self._clock: SystemClock = self._ports.clock
        self._clock.offset = timedelta(seconds=self._known.get("ahead", 0))
        if self._wanted.begins:
            self._clock.offset = self._wanted.begins - datetime.now(UTC)
        checks = MailChecks()
        routes = self._routes = LocalRoutes(self._outbox, self._pumps, self._ports.clock, checks)
        self._server = Server(Gateway(app_module.app), origin_secret, routes, self._wanted.port, self._clock.now)
        inbound = Inbound(self._environment, self._ports.clock.now, checks)
        self._smtp = SmtpListener(inbound, people.MAIL_DOMAIN, self._wanted.smtp_port)

    def _fill(self) -> None:
        """The demo, or what was there the last time."""
        with self._ports.enter(people.WORKSPACE):
            there = self._ports.settings.load(people.WORKSPACE)
        if there:
            self._come_back()
            return
        from infra.local.demo.seed import seed  # cold start: a desk that comes back has its demo

        self._tell("Writing the demo tickets …")
        self._known["api_key"] = seed(self._ports, self._write_past if self._wanted.with_history else None)
        self._pumps.catch_up()
        self._keep()

    def _write_past(self, items: Iterable[dict[str, Any]]) -> None:
        """No reactor is to hear of what happened long ago."""
        if self._wanted.in_memory:
            put_past_the_stream(self._environment["TABLE_NAME"], items)
        else:
            from chalicelib.storage.table.batches import put_all  # cold start: seldom needed

            put_all(items)
            self._pumps.pass_over()

    def _come_back(self) -> None:
        if "people" not in self._known:
            raise LostSecretsError
        for person in self._known["people"]:
            cognito.ensure_user(self._environment["USER_POOL_ID"], **person)
        self._state.load_objects(self._environment[name] for name in _BUCKETS)
        self._pumps.resume(self._known["progress"], same_stream=not self._wanted.in_memory)

    def _keep(self) -> None:
        self._known |= {
            "ahead": self._clock.offset.total_seconds(),
            "people": cognito.users(self._environment["USER_POOL_ID"]),
            "progress": self._pumps.progress(),
        }
        self._state.save(self._known)
        if self._wanted.in_memory:
            self._state.save_table(self._environment["TABLE_NAME"])
        self._state.save_objects(self._environment[name] for name in _BUCKETS)

    def _describe(self, base_url: str) -> dict[str, Any]:
        return {
            "base_url": base_url,
            "workspace": people.WORKSPACE,
            "email": people.MEMBERS["ana"].email,
            "password": people.PASSWORD,
            "api_key": self._known["api_key"],
            "smtp_host": "127.0.0.1",
            "smtp_port": self._smtp.port,
            "support_address": people.SUPPORT,
            "portal_url": f"{base_url}/portal/{people.WORKSPACE}",
            "widget_demo_url": self._widget_demo_url,
            "mailbox_url": f"{base_url}/_local/mailbox",
        }


def _take_the_place_of_aws() -> None:
    """From here on nothing in this process reaches AWS. Files have a server of their own, for links in a browser."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(_CREDENTIALS)
    moto_repair.install()
    moto_speed.install()
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    mock_aws().start()
    host, port = server.get_host_and_port()
    os.environ["AWS_ENDPOINT_URL_S3"] = f"http://{host}:{port}"
