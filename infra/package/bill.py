"""The bill of materials (CycloneDX) of what ships: the distributions in the zip, and what the console is built of."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from infra.package.errors import UnfitError
from infra.package.parts import ROOT, Template
from infra.package.revision import Revision

OWN = {"app.py", "chalicelib", "__pycache__"}
"""What of the zip is our own."""

_OWN_NAME = {"type": "application", "name": "workestra-tickets"}
PACKAGE_LOCK = ROOT / "portal_static/console/package-lock.json"


def bill(site: Path, archive: Path, built: Revision, package_lock: Path = PACKAGE_LOCK) -> Template:
    """Return the bill of a zip made of `site`. The same files of the same commit give the same bill."""
    digest = {"alg": "SHA-256", "content": hashlib.sha256(archive.read_bytes()).hexdigest()}
    commit = {"name": "workestra-tickets:commit", "value": built.commit}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**_OWN_NAME, "version": built.version, "properties": [commit], "hashes": [digest]}},
        "components": sorted([*_from_pypi(site), *_from_npm(package_lock)], key=lambda one: str(one["purl"])),
    }


def refuse_unnamed(site: Path, bom: Template) -> None:
    """Raise UnfitError when something ships that is neither our own nor of a distribution in the bill."""
    named = {component["purl"] for component in bom["components"]}
    known = OWN | {part for one in _shipped(site) if _purl(one) in named for part in _parts(one)}
    unnamed = sorted({entry.name for entry in site.iterdir()} - known)
    if unnamed:
        raise UnfitError(f"the bill of materials doesn't say whose {', '.join(unnamed)} is")


def _shipped(site: Path) -> Iterator[Distribution]:
    """Yield the distributions in `site`, and Chalice, whose runtime is copied there without what describes it."""
    yield from distributions(path=[str(site)])
    if (site / "chalice").is_dir():
        yield distribution("chalice")


def _parts(one: Distribution) -> set[str]:
    """Return the files and folders, at the top, that a distribution says it brought."""
    return {file.parts[0] for file in one.files or ()}


def _from_pypi(site: Path) -> Iterator[dict[str, Any]]:
    for one in _shipped(site):
        yield _component(one.name, one.version, _purl(one))


def _purl(one: Distribution) -> str:
    return f"pkg:pypi/{canonicalize_name(one.name)}@{one.version}"


def _from_npm(package_lock: Path) -> Iterator[dict[str, Any]]:
    """Yield what the build puts into the console's files; all else there are tools."""
    for path, about in json.loads(package_lock.read_text("utf-8"))["packages"].items():
        if path and not about.get("dev"):
            name, version = path.rpartition("node_modules/")[2], about["version"]
            kind, _, digest = about["integrity"].partition("-")
            hashes = [{"alg": kind.upper().replace("SHA", "SHA-"), "content": base64.b64decode(digest).hex()}]
            yield {**_component(name, version, f"pkg:npm/{name.replace('@', '%40')}@{version}"), "hashes": hashes}


def _component(name: str, version: str, purl: str) -> dict[str, Any]:
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
