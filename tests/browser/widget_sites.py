"""Sites that draw their pages themselves, with the widget on them: React from the root of the document, and Turbo."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

from tests.browser.widget_host import Host

_HERE = Path(__file__).parent
_ESBUILD = _HERE.parents[1] / "portal_static" / "console" / "node_modules" / ".bin" / "esbuild"
_NO_ICON = '<link rel="icon" href="data:,">'


@cache
def bundle(site: str, *aliases: str) -> str:
    """Return the script of a site in `sites/`, in which each alias `name:package` stands for the package."""
    command = [_ESBUILD, f"sites/{site}.js", "--bundle", "--define:process.env.NODE_ENV='production'"]
    command += [f"--alias:{alias.replace(':', '=')}" for alias in aliases]
    return subprocess.run(command, cwd=_HERE, check=True, capture_output=True, encoding="utf-8").stdout


def tag(host: Host) -> str:
    """What a site pastes into its page."""
    src = f"{host.live.desk['base_url']}/static/widget/widget.js"
    return f'<script src="{src}" data-key="{host.widget["id"]}"></script>'


def react(host: Host, version: int, heading: str, tags: str) -> None:
    """Let the host serve what React's server would, with this heading and these tags at the head's end."""
    script = bundle("react", f"react:react-{version}", f"react-dom:react-dom-{version}")
    head = f'<meta charset="utf-8"><title>A shop</title>{_NO_ICON}<script src="/site.js"></script>{tags}'
    page = f'<!DOCTYPE html><html lang="en"><head>{head}</head><body><main><h1>{heading}</h1></main></body></html>'
    host.files = {"/": page, "/site.js": script}


def turbo(host: Host) -> None:
    """Let the host serve two pages that link to one another, each with the widget's tag in its body."""

    def page(name: str, other: str, href: str) -> str:
        head = f'<meta charset="utf-8"><title>{name}</title>{_NO_ICON}<script src="/site.js" defer></script>'
        body = f'<main><h1>{name}</h1><a href="{href}">{other}</a></main>{tag(host)}'
        return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>'

    host.files = {"/": page("Bicycles", "Bells", "/bells"), "/bells": page("Bells", "Bicycles", "/")}
    host.files["/site.js"] = bundle("turbo")
