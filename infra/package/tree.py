"""The whole tree that is zipped: for Lambda, or by the same steps for the machine on which it is tried."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from chalicelib.assets import ROOT as STATIC
from infra.package import botocore_data, needs, site, static_files
from infra.package.runtime import chosen


def build_tree(target: Path, platforms: Sequence[str]) -> None:
    """Make `target` anew of what ships, with the libraries of some platforms."""
    shutil.rmtree(target, ignore_errors=True)
    print(f"Fetching what ships, for {platforms[0]} and {chosen().runtime.name} …", flush=True)
    site.install_dependencies(target, platforms)
    site.add_chalice(target)
    site.add_app(target)
    static_files.add_manifest(STATIC, target)
    needs.refuse_missing_modules(target)
    print("Leaving out what botocore knows of services the desk doesn't use …", flush=True)
    botocore_data.trim(target)
    botocore_data.refuse_missing_services(target)
    print("Compiling …", flush=True)
    site.compile_sources(target)
