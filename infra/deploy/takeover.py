"""A release that was uploaded takes over: it is published, tried, called, and watched; and it gives way by itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from infra.deploy import smoke, stack, static, versions, watch
from infra.deploy.errors import DeployError
from infra.deploy.first_workspace import deployed_desk
from infra.deploy.releases import Release, Releases
from infra.deploy.secrets import stored_secrets

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

_FAILED = """\
{release} failed when it was tried, and is not called:
  {failure}
The desk goes on with {former}, and nobody noticed. What was uploaded stays there, uncalled: mend it, and deploy once
more."""
_FAILED_FIRST = """\
{release} failed when it was tried:
  {failure}
It is called all the same: there is none before it to go on with. Mend it, and deploy once more."""
_BACK = """\
{rang}
So {former} is called again, since {at}; {release} is not. See docs/operations.md, Alarms, for what each means. What was
uploaded stays there, uncalled: mend it, and deploy once more."""
_CUT = "Watching was cut off: {release} goes on being called. Go back with: --to previous"


@dataclass(frozen=True, slots=True)
class Succession:
    """All that taking over needs: a stack, the bucket of its static files, the releases before it, its functions."""

    session: Any
    stack: str
    site: str
    releases: Releases
    functions: Mapping[str, str] = field(default_factory=dict)

    def client(self, name: str) -> Any:
        return self.session.client(name)

    def now(self) -> dict[str, str]:
        """Return the versions that are called."""
        return versions.live(stack.must_find(self.client("cloudformation"), self.stack), self.functions)


def take_over(options: argparse.Namespace, place: Succession, release: Release, more: dict[str, str]) -> None:
    """Try a release that was published, have it called, and watch it. DeployError where it failed, or gave way."""
    now, known = place.now(), place.releases.all()
    if release.versions == now and not more:
        print(f"{release} is what is called already.")
        # A file that keeps its name may be another one all the same: no function knows what is in it.
        noted = known.get(release.id, release)
        place.releases.keep(replace(release, former=noted.former, since=noted.since))
        static.put_back(place.client("s3"), place.releases.bucket, place.site, release.files)
        return
    former = known.get(now.get(versions.API, "")) or Release(now.get(versions.API, ""), versions=now)
    _try_out(options, place, release, former)
    cloudwatch, cloudformation = place.client("cloudwatch"), place.client("cloudformation")
    alarms = watch.alarms(cloudformation, place.stack) if options.watch else []
    before = watch.ringing(cloudwatch, alarms)
    switch(place, release, former.id, more)
    if options.watch and former.id:
        _watch(options, place, release, former, alarms, before)
    dropped = place.releases.drop_old(release.id, lambda *one: _drop(place, *one))
    if dropped:
        print(f"{dropped} old releases were deleted; one can go back to the others.")


def _try_out(options: argparse.Namespace, place: Succession, release: Release, former: Release) -> None:
    print(f"Trying {release} before it is called …", flush=True)
    desk, settings = deployed_desk(options, place.session)
    call = versions.caller(place.client("lambda"), place.functions, release.versions)
    origin = stored_secrets(place.client("ssm"), settings["SECRETS_PARAMETER"]).values["origin"]
    try:
        smoke.try_out(smoke.Trial(call, desk, settings, origin))
    except smoke.SmokeError as failure:
        words = _FAILED if former.id else _FAILED_FIRST
        raise DeployError(words.format(release=release, former=former, failure=failure)) from failure


def switch(place: Succession, release: Release, former: str, more: Mapping[str, str] | None = None) -> None:
    """Have a release called, and its files served that keep their names; and note that."""
    print(f"Having {release} called …", flush=True)
    versions.move(place.client("cloudformation"), place.stack, release.versions, more)
    static.put_back(place.client("s3"), place.releases.bucket, place.site, release.files)
    place.releases.called(release, former, f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")


def _watch(
    options: argparse.Namespace,
    place: Succession,
    release: Release,
    former: Release,
    alarms: list[str],
    before: dict[str, str],
) -> None:
    print(f"Watching {len(alarms)} alarms for {options.watch:g} minutes …", flush=True)
    if before:
        print(f"  These ring already, and count for nothing: {', '.join(sorted(before))}.")
    try:
        rang = watch.until_one_rings(place.client("cloudwatch"), alarms, options.watch * 60, before)
    except KeyboardInterrupt:
        print(_CUT.format(release=release))
        raise
    if rang:
        told = "\n".join(f"{name} rings: {why}" for name, why in sorted(rang.items()))
        print(told, flush=True)
        print(f"Going back to {former} …", flush=True)
        switch_back(place, former)
        at = f"{datetime.now(UTC):%H:%M} UTC"
        raise DeployError(_BACK.format(rang=told, former=former, release=release, at=at))


def switch_back(place: Succession, release: Release) -> None:
    """Have an earlier release called again. What was called before it, then, stays noted: `previous` goes on from
    there."""
    versions.move(place.client("cloudformation"), place.stack, release.versions)
    static.put_back(place.client("s3"), place.releases.bucket, place.site, release.files)


def _drop(place: Succession, name: str, version: str) -> None:
    """Delete a version that no release has any more. A function that is gone has none."""
    if name in place.functions:
        place.client("lambda").delete_function(FunctionName=place.functions[name], Qualifier=version)
