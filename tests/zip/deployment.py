"""A whole desk whose functions are those of the zip: moto in AWS's place, the harness of other tests in front."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from infra.package.parts import Template
from tests.support.desk import Desk, Resources
from tests.support.pristine import on
from tests.support.signing_in import access_token
from tests.zip.actions import Called
from tests.zip.functions import Lambda
from tests.zip.recorder import Recorder
from tests.zip.stack import FUNCTIONS, Stack


class Handler:
    """The HTTP side, as API Gateway knows it: the template's routes, and the one function behind them all."""

    def __init__(self, function: Lambda, routes: dict[str, set[str]]) -> None:
        self._function, self.routes = function, routes

    def __call__(self, event: Any, context: Any) -> Any:
        return self._function(event, context)


class Deployment:
    """The template, deployed with an unpacked zip, its logs in a folder. `patch` wires the operator's own side, which
    makes the workspace."""

    def __init__(self, tree: Path, template: Template, runtime: Path, logs: Path, patch: pytest.MonkeyPatch) -> None:
        made = self._made = Resources()
        self._patch = patch
        stack = Stack(template, made.environment)
        self.grants = stack.grants()
        self.recorder = Recorder(self._is_granted)
        self.functions: dict[str, Lambda] = {}
        for name in FUNCTIONS:
            about = stack.function(name)
            about["Environment"]["Variables"] |= {
                "AWS_ENDPOINT_URL": self.recorder.url,
                "AWS_ENDPOINT_URL_S3": self.recorder.url,
                "DNS_SERVER": made.environment["DNS_SERVER"],
            }
            self.functions[name] = Lambda(name, tree, runtime, about, logs)
        handler = Handler(self.functions["api_handler"], stack.routes())
        self.desk: Desk = on(made, patch, SimpleNamespace(app=handler, **self.functions))
        self.desk.open()

    @contextmanager
    def earlier(self, span: timedelta) -> Iterator[Desk]:
        """Have the app of this process at the same desk, so long ago, with its admin signed in: the functions of the
        zip know no time but the machine's."""
        desk = on(self._made, self._patch)
        admin = self.desk.admin
        desk.ports.clock.offset -= span
        desk.admin = replace(admin, token=access_token(desk.ports, admin.email, admin.password))
        yield desk
        desk.ports.clock.offset += span

    def close(self) -> None:
        """End every function, and AWS."""
        for function in self.functions.values():
            function.stop()
        self.recorder.close()

    def _is_granted(self, one: Called) -> bool:
        return any(grant.allows(one) for grant in self.grants)
