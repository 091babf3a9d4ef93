"""`python -m infra.deploy workspace-export`: all that a workspace stores, into a folder or a bucket.

The items come as JSON lines in the form of DynamoDB's own exports, the files and the mails as they came under the keys
they have. How far it got lies beside them: cut off and run again, it goes on there.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from infra.deploy import stack
from infra.deploy.errors import DeployError
from infra.deploy.first_workspace import deployed_desk
from infra.deploy.objects import files_of
from infra.deploy.places import ExportPlace, place
from infra.deploy.saying import add_dry_run, add_workspace, goes_on, progress

if TYPE_CHECKING:
    from chalicelib.services.ports import Desk

MANIFEST, STATE = "manifest.json", "state.json"
PART_BYTES = 8 * 1024 * 1024
"""How large a part with items is at least, but for the last: what is held in memory at once."""
_TOLD_EACH = 1000


@dataclass(slots=True)
class ExportState:
    """The state of an export: `after` is the key to go on from, once items were written."""

    workspace: str
    begun_at: str
    after: dict[str, Any] | None = None
    parts: int = 0
    items: dict[str, int] = field(default_factory=dict)
    all_items: bool = False


@dataclass(slots=True)
class Copied:
    """`gone` are mails that the desk knows of and whose time in the mail store is over."""

    count: int = 0
    bytes: int = 0
    gone: int = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("--to", required=True, metavar="PLACE", help="a folder, or s3://bucket/folder")
    add_dry_run(parser)


def run(options: argparse.Namespace, session: Any) -> None:
    """Write items, files and mails, and at the end what there is of each."""
    desk, variables = deployed_desk(options, session)
    name, to = options.workspace, place(options.to, session.client("s3"))
    with desk.open(name):
        pass  # there is such a workspace
    said = f"Writes all that {name} stores to {options.to}: items, files, and mails as they came. Changes nothing here."
    if not goes_on(
        options, said, "It reads the whole table once. Who has the export can read all of it: keep it safe."
    ):
        return
    state = _begun(desk, to, name)
    write_items(to, state)
    s3 = session.client("s3")
    files = copy_files(s3, variables["FILES_BUCKET"], to, name)
    mails = copy_mails(s3, variables["MAIL_BUCKET"], to, state)
    release = stack.deployed_outputs(session.client("cloudformation"), options.stack).get("Version", "")
    manifest = {
        "workspace": name,
        "begun_at": state.begun_at,
        "done_at": desk.clock.now().isoformat(timespec="seconds"),
        "release": release,
        "parts": state.parts,
        "items": dict(sorted(state.items.items())),
        "files": asdict(files),
        "mails": asdict(mails),
    }
    to.write(MANIFEST, json.dumps(manifest, indent=2).encode())
    print(f"Items: {sum(state.items.values())}. Files: {files.count}. Mails: {mails.count}, gone by age: {mails.gone}.")


def _begun(desk: Desk, to: ExportPlace, workspace: str) -> ExportState:
    if to.read(MANIFEST):
        raise DeployError("There is a whole export already. Choose another place, or take that one away.")
    now = desk.clock.now().isoformat(timespec="seconds")
    found = to.read(STATE)
    state = ExportState(**json.loads(found)) if found else ExportState(workspace, now)
    if state.workspace != workspace:
        raise DeployError(f"There is part of an export of {state.workspace}. Choose another place.")
    if found:
        progress(f"goes on with the export begun at {state.begun_at}, behind {sum(state.items.values())} items")
    return state


def write_items(to: ExportPlace, state: ExportState) -> None:
    """Write the items part by part. What is noted as written is; what isn't is written again in the same place."""
    from chalicelib.storage.whole import item_pages  # late: it needs the table that the desk was connected to

    if state.all_items:
        return
    lines: list[bytes] = []
    kinds, held = dict(state.items), 0
    for items, after in item_pages(state.workspace, state.after):
        for item in items:
            kinds[item["type"]["S"]] = kinds.get(item["type"]["S"], 0) + 1
            lines.append(json.dumps({"Item": item}, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            held += len(lines[-1])
        if after is None or held >= PART_BYTES:
            to.write(part_name(state.parts), b"".join(lines))
            state.parts, state.items, state.after, state.all_items = state.parts + 1, dict(kinds), after, after is None
            to.write(STATE, json.dumps(asdict(state)).encode())
            progress(f"{sum(kinds.values())} items")
            lines, held = [], 0


def part_name(number: int) -> str:
    return f"items/{number:06d}.jsonl"


def copy_files(s3: Any, bucket: str, to: ExportPlace, workspace: str) -> Copied:
    """Copy what isn't there yet."""
    copied = Copied()
    for one in files_of(s3, bucket, workspace):
        if to.size(f"files/{one.key}") != one.size:
            to.take(f"files/{one.key}", s3.get_object(Bucket=bucket, Key=one.key)["Body"])
        copied.count, copied.bytes = copied.count + 1, copied.bytes + one.size
        if copied.count % _TOLD_EACH == 0:
            progress(f"{copied.count} files, {copied.bytes // 1_000_000} MB")
    return copied


def copy_mails(s3: Any, bucket: str, to: ExportPlace, state: ExportState) -> Copied:
    """Copy the mails that the items written tell of, as they came."""
    copied, met = Copied(), set[str]()
    for key in _raw_mails(to, state):
        if key in met:
            continue
        met.add(key)
        there = to.size(f"mails/{key}")
        if there is None:
            try:
                answer = s3.get_object(Bucket=bucket, Key=key)
            except s3.exceptions.NoSuchKey:
                copied.gone += 1
                continue
            to.take(f"mails/{key}", answer["Body"])
            there = answer["ContentLength"]
        copied.count, copied.bytes = copied.count + 1, copied.bytes + there
        if copied.count % _TOLD_EACH == 0:
            progress(f"{copied.count} mails, {copied.bytes // 1_000_000} MB")
    return copied


def _raw_mails(to: ExportPlace, state: ExportState) -> Iterator[str]:
    from chalicelib.storage.whole import raw_mail_of  # late: as above

    for number in range(state.parts):
        for line in (to.read(part_name(number)) or b"").splitlines():
            if key := raw_mail_of(json.loads(line)["Item"]):
                yield key
