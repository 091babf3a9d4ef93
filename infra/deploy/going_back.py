"""`python -m infra.deploy --to <release | previous>`: an earlier release is called again. Nothing is built for it."""

from __future__ import annotations

import argparse
from typing import Any

from infra.deploy import agreeing, artifacts, releases, stack, standing, takeover, versions
from infra.deploy.errors import DeployError

_STATIC = "StaticBucketName"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to",
        metavar="RELEASE",
        help="have an earlier release called again, without building: `previous`, or its number, version or commit",
    )


def run(options: argparse.Namespace, session: Any) -> None:
    """Have it called, and its pages served. Settings, table and mail stay as they are, and so does the template."""
    cloudformation, awslambda = session.client("cloudformation"), session.client("lambda")
    known = stack.must_find(cloudformation, options.stack)
    standing.refuse_half_way(known)
    account = session.client("sts").get_caller_identity()["Account"]
    kept = releases.Releases(session.client("s3"), artifacts.bucket_name(account, session.region_name), options.stack)
    functions = versions.named(cloudformation, options.stack)
    now = versions.live(known, functions)
    if not now:
        raise DeployError(
            "This stack is of a release from before versions were kept: check its commit out, and deploy."
        )
    wanted = kept.find(options.to, now[versions.API])
    if wanted.versions == now:
        print(f"{wanted} is what is called already.")
        return
    if lacking := sorted(functions.keys() - wanted.versions.keys()):
        raise DeployError(
            f"{wanted} had no {', '.join(lacking)}, which other parts of the stack call by now. Check its commit out,"
            " and deploy that."
        )
    versions.refuse_other_data(awslambda, functions, wanted.versions)
    called = kept.all().get(now[versions.API])
    print(f"Is called until now: {called or now[versions.API]}.\nWould be called: {wanted}.")
    print("Settings, table and template stay as they are.")
    if not agreeing.is_agreed(options):
        return
    place = takeover.Succession(session, options.stack, stack.outputs(known)[_STATIC], kept, functions)
    takeover.switch_back(place, wanted)
    print(f"{wanted} is called again.")
