"""Rules for functions: size, time, settings, log, role, alarm."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.config import DeploymentSettings
from infra.package.parts import Template
from infra.package.rules.reading import of_type, target, watched

FUNCTION = "AWS::Lambda::Function"
LEAST_MEMORY = 512
LEAST_TIMEOUT, MOST_HTTP_TIMEOUT, MOST_TIMEOUT = 15, 29, 60
GIVEN_BY_LAMBDA = {"AWS_REGION"}


class Asked(Mapping[str, str]):
    """An environment that has everything and remembers what it had to have."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return "value"

    def get(self, _name: str, default: Any = None) -> Any:
        return default

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


def needed_settings() -> set[str]:
    """The environment variables that chalicelib.config can't do without."""
    asked = Asked()
    DeploymentSettings.read(asked)
    return asked.names - GIVEN_BY_LAMBDA


def have_every_setting(template: Template) -> Iterator[str]:
    needed = needed_settings()
    for name, properties in of_type(template, FUNCTION).items():
        missing = needed - set(properties.get("Environment", {}).get("Variables", {}))
        if missing:
            yield f"{name} lacks the settings {', '.join(sorted(missing))}"


def have_room(template: Template) -> Iterator[str]:
    for name, properties in of_type(template, FUNCTION).items():
        if properties["MemorySize"] < LEAST_MEMORY:
            yield f"{name} has {properties['MemorySize']} MB of memory, at least {LEAST_MEMORY} are wanted"
        if properties["Architectures"] != ["arm64"]:
            yield f"{name} does not run on arm64"


def have_a_sensible_timeout(template: Template) -> Iterator[str]:
    for name, properties in of_type(template, FUNCTION).items():
        most = MOST_HTTP_TIMEOUT if name == "APIHandler" else MOST_TIMEOUT
        if not LEAST_TIMEOUT <= properties["Timeout"] <= most:
            yield f"{name} may run {properties['Timeout']} s, not {LEAST_TIMEOUT} to {most} s"


def keep_their_log_for_a_while(template: Template) -> Iterator[str]:
    groups = of_type(template, "AWS::Logs::LogGroup")
    for name, properties in of_type(template, FUNCTION).items():
        group = target(properties.get("LoggingConfig", {}).get("LogGroup"))
        if not groups.get(group, {}).get("RetentionInDays"):
            yield f"{name} has no log group of its own with an end to its retention"


def have_a_role_of_their_own(template: Template) -> Iterator[str]:
    taken: set[str] = set()
    for name, properties in of_type(template, FUNCTION).items():
        role = target(properties["Role"])
        if not role:
            yield f"{name} has no entry in infra/template/functions.json"
        elif role in taken:
            yield f"{name} shares its role {role} with another function"
        taken.add(role)


def are_watched(template: Template) -> Iterator[str]:
    unwatched = set(of_type(template, FUNCTION)) - watched(template, "Errors", "FunctionName")
    yield from (f"nobody is told when {name} fails" for name in sorted(unwatched))


def are_called_by_their_alias(template: Template) -> Iterator[str]:
    """Refuse what calls a function itself: that would be what was only just uploaded, which nobody tried."""
    functions = of_type(template, FUNCTION)
    for kind in ("AWS::Lambda::EventSourceMapping", "AWS::Lambda::Permission"):
        for name, properties in of_type(template, kind).items():
            if target(properties["FunctionName"]) in functions:
                yield f"{name} is about {target(properties['FunctionName'])} itself, and not about its alias"
    body = json.dumps([*of_type(template, "AWS::ApiGateway::RestApi").values()])
    rules = json.dumps([*of_type(template, "AWS::Events::Rule").values()])
    for name in functions:
        if f"${{{name}.Arn}}" in body or f'"{name}", "Arn"' in rules:
            yield f"{name} is called itself, and not by its alias"


RULES = (
    have_every_setting,
    have_room,
    have_a_sensible_timeout,
    keep_their_log_for_a_while,
    have_a_role_of_their_own,
    are_watched,
    are_called_by_their_alias,
)
