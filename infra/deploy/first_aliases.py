"""A stack from before there were aliases: what it runs becomes a release, so that the next one can be undone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from infra.deploy import released, stack, static, versions
from infra.deploy.releases import Release, Releases
from infra.package.names import version_parameter

if TYPE_CHECKING:
    from collections.abc import Mapping


def called_until_now(
    session: Any, name: str, known: dict[str, Any], outputs: Mapping[str, str], bucket: str
) -> dict[str, str]:
    """Return the parameters by which aliases, when they are made, stand on what runs until now; none where they are
    there. Published here, it is what would be called anyway."""
    if stack.value(known, version_parameter(versions.API)):
        return {}
    functions = versions.named(session.client("cloudformation"), name)
    if not functions:
        return {}
    now = released.of_stack(outputs)
    published = versions.publish(session.client("lambda"), functions, now.version)
    s3 = session.client("s3")
    kept = Releases(s3, bucket, name)
    served = static.served_stable(s3, outputs["StaticBucketName"])
    files = {one: kept.keep_file(content) for one, content in served.items()}
    at = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    kept.keep(Release(published[versions.API], now.commit, now.version, published, files=files, since=at))
    return versions.parameters(published)
