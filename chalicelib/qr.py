"""QR codes, for what somebody has on one screen and needs on another."""

from __future__ import annotations

import io

QUIET = 4
"""Modules of white around the code (ISO/IEC 18004), which a dark page needs most of all."""


def qr_svg(text: str, title: str = "") -> str:
    """Return an SVG image that stands in HTML as it is or behind a `data:` address.

    `title` is what it is to those who don't see it, and not what it says: a secret is not read aloud. Without one, the
    page that shows it has to name it. It has neither a style nor a class, so no policy forbids its looks, and is black
    on white on every page. Its size is up to the page.
    """
    import segno  # cold start: only who sets up an authenticator app needs one

    image = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        image,
        kind="svg",
        border=QUIET,
        light="#fff",
        title=title or None,
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
        nl=False,
    )
    return image.getvalue().decode().replace("<svg ", '<svg role="img" ', 1)
