"""The static files under the names they are served by, and the manifest that tells the app those names."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from chalicelib import assets
from infra.package.errors import UnfitError

CONSOLE = "console/dist/index.html"


def collect(root: Path, target: Path) -> None:
    """Copy every served file into `target`, under its served name. Refuses a console that was not built."""
    names = assets.served_names(root)
    if CONSOLE not in names and (root / "console/package.json").exists():
        raise UnfitError(f"portal_static/{CONSOLE} is not there: run `make console` first")
    shutil.rmtree(target, ignore_errors=True)
    for file, served in names.items():
        (target / served).parent.mkdir(parents=True, exist_ok=True)
        (target / served).write_bytes(assets.delivered(file, root / file))


def add_manifest(root: Path, site: Path) -> None:
    """Write the names into the package: beside the code there are no files to read them from."""
    manifest = site / "chalicelib" / assets.MANIFEST.name
    manifest.write_text(json.dumps(assets.served_names(root), indent=2, sort_keys=True), encoding="utf-8")
