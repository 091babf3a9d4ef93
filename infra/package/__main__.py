"""`python -m infra.package`: builds deployment.zip, bom.json and template.json in build/, refusing what isn't fit."""

from __future__ import annotations

import hashlib
import importlib
import json
import subprocess
import sys
from pathlib import Path

from chalicelib.assets import ROOT as STATIC
from infra.package import archive, bill, runtime, static_files
from infra.package.check import check
from infra.package.errors import UnfitError
from infra.package.merge import merge_file
from infra.package.parts import ROOT, Template, combine
from infra.package.revision import Revision, revision
from infra.package.sam import sam_template
from infra.package.tree import build_tree

BUILD = ROOT / "build"


def main() -> int:
    try:
        for line in runtime.chosen().told():
            print(line, flush=True)
        BUILD.mkdir(exist_ok=True)
        built = revision()
        build_template(built)
        build_static()
        build_zip(built)
    except UnfitError as unfit:
        print(unfit, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        print(f"This step failed, its own message is above: {' '.join(failed.cmd[:4])} …", file=sys.stderr)
        return 1
    return 0


def build_template(built: Revision) -> None:
    """Write build/merge.json, template.json (SAM, for CloudFormation) and expanded.json (what that makes of it)."""
    print("Describing the stack from app.py and infra/template …", flush=True)
    merge = combine(merge_file(), built.outputs())
    write("merge.json", merge)
    sam = sam_template(importlib.import_module("app").app, merge)
    write("template.json", sam)
    print("Checking it: linting, expanding, linting again, our own rules …", flush=True)
    expanded = check(sam)
    write("expanded.json", expanded)
    print(f"  {len(expanded['Resources'])} resources, nothing to object to.")


def build_static() -> None:
    """Write build/static: what the bucket behind CloudFront gets."""
    print("Naming the static files by their content …", flush=True)
    static_files.collect(STATIC, BUILD / "static")


def build_zip(built: Revision) -> None:
    """Write build/deployment.zip and bom.json, which says what is in it."""
    target = BUILD / "site"
    build_tree(target, runtime.chosen().runtime.platforms)
    zip_and_check(target, BUILD / "deployment.zip", built)


def zip_and_check(target: Path, zipped: Path, built: Revision) -> None:
    archive.refuse_foreign_binaries(target)
    archive.refuse_without_byte_code(target)
    archive.make_zip(target, zipped)
    archive.refuse_large(zipped)
    bom = bill.bill(target, zipped, built)
    bill.refuse_unnamed(target, bom)
    write("bom.json", bom)
    content = zipped.read_bytes()
    print(f"  {built}")
    print(
        f"  {zipped.relative_to(ROOT)}: {len(content) / 1048576:.1f} MB, SHA-256 {hashlib.sha256(content).hexdigest()}"
    )


def write(name: str, content: Template) -> None:
    (BUILD / name).write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
