"""Draw the icon that a phone's home screen shows of the console: `python -m tests.browser.touch_icon`.

Safari takes no SVG for it. It is the tab's icon with its colour to the edges, since the phone rounds them itself. It
changes as seldom as the drawing does, so it is kept; a test draws it anew and compares.
"""

from __future__ import annotations

import re
import sys

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.guide_pictures import squeezed
from tests.support.local_desk import ROOT

SOURCE = ROOT / "portal_static/console/src/icon.svg"
ICON = SOURCE.with_name("touch-icon.png")
SIDE = 180


def main() -> int:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        ICON.write_bytes(squeezed(drawn(browser)))
        browser.close()
    print(f"{ICON.stat().st_size} bytes  {ICON.name}")
    return 0


def drawn(browser: Browser) -> bytes:
    """Return the picture of the icon as a PNG."""
    whole = SOURCE.read_text("utf-8").replace('viewBox="0 0 32 32"', f'viewBox="-4 -4 40 40" width="{SIDE}"')
    filled = re.sub(r"<rect[^>]*(fill=[^ />]+)[^>]*>", r'<rect x="-4" y="-4" width="40" height="40" \1/>', whole)
    page = browser.new_page(viewport={"width": SIDE, "height": SIDE}, device_scale_factor=1)
    page.set_content(f"<body style='margin:0'>{filled}</body>")
    picture = page.screenshot()
    page.close()
    return picture


if __name__ == "__main__":
    sys.exit(main())
