"""`make pictures`: every page and state in the light and the dark, on a desktop and a phone, into `build/pictures`.

Each module `pictures_<face>.py` has `JOURNEYS`: functions that walk a page through its states and say `shoot("name")`
at each, once for every look. `ONLY=face` takes the journeys of one face, `JOURNEY=name` those with this in their name,
`LOOK=dark` or `LOOK=dark-phone` those looks. Each journey is walked in all looks before the next: what one changes of
the desk is in the pictures of those after it, in every look alike. The desk's clock stands at the same morning in every
run, so that two runs can be compared. `build/pictures/index.html` shows all of them side by side.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, PHONE
from tests.support.local_desk import ROOT, LocalDesk

FOLDER = ROOT / "build" / "pictures"
MORNING = datetime(2027, 3, 2, 9, 30, tzinfo=UTC)
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
SCHEMES = ("light", "dark")
DEVICES: dict[str, dict[str, Any]] = {"desktop": DESKTOP, "phone": PHONE}

Shoot = Callable[..., None]
"""Takes a picture of that name of what the page shows now; `whole=True` of all of a page that is longer."""
Journey = Callable[[Page, LocalDesk, Shoot], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is taken: of everything, what has these words in its name."""

    journey: str
    look: str

    @property
    def everything(self) -> bool:
        return not self.journey and not self.look


@dataclass(frozen=True, slots=True)
class Look:
    """The scheme and the device that a journey is seen in."""

    scheme: str
    device: str

    def __str__(self) -> str:
        return f"{self.scheme}-{self.device}"

    def page(self, browser: Browser, live: LocalDesk) -> Page:
        """A new page of this look, in a context of its own, with no animation to be caught in the middle."""
        wanted = {"base_url": live.desk["base_url"], "color_scheme": self.scheme, "reduced_motion": "reduce"}
        return browser.new_context(**wanted, locale="en", timezone_id="UTC", **DEVICES[self.device]).new_page()


LOOKS = tuple(Look(scheme, device) for scheme, device in itertools.product(SCHEMES, DEVICES))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.pictures")
    parser.add_argument("--only", default="", help="the face whose pictures are taken")
    parser.add_argument("--journey", default="", help="the journeys with this in their name, instead of all")
    parser.add_argument("--look", default="", help="the looks with this in their name, such as dark-phone")
    asked = parser.parse_args()
    faces, wanted = _faces(asked.only), Wanted(asked.journey, asked.look)
    if not faces:
        print("There is no face of that name.", file=sys.stderr)
        return 2
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for face in faces:
            with _morning() as live:
                _take(browser, live, face, wanted)
        browser.close()
    _write_index()
    return 0


@contextmanager
def _morning() -> Iterator[LocalDesk]:
    """A desk of its own for each face, whose clock starts at that morning: what happens always happens then."""
    with tempfile.TemporaryDirectory() as folder:
        live = LocalDesk(Path(folder), "--begins", MORNING.isoformat())
        try:
            yield live
        finally:
            live.stop()


def _faces(only: str) -> list[str]:
    there = sorted(file.stem.removeprefix("pictures_") for file in Path(__file__).parent.glob("pictures_*.py"))
    return [face for face in there if only in ("", face)]


def _take(browser: Browser, live: LocalDesk, face: str, wanted: Wanted) -> None:
    folder = FOLDER / face
    folder.mkdir(parents=True, exist_ok=True)
    if wanted.everything:
        for old in folder.glob("*.png"):
            old.unlink()
    journeys: tuple[Journey, ...] = import_module(f"tests.browser.pictures_{face}").JOURNEYS
    for journey, look in itertools.product(journeys, LOOKS):
        if wanted.journey in journey.__name__ and wanted.look in str(look):
            _walk(look.page(browser, live), live, journey, folder, look)


def _walk(page: Page, live: LocalDesk, journey: Journey, folder: Path, look: Look) -> None:
    def shoot(name: str, *, whole: bool = False) -> None:
        with _all_in_sight(page) if whole else nullcontext():
            page.screenshot(path=folder / f"{name}-{look}.png", caret="hide", scale="css")
        print(f"{folder.name}/{name}-{look}.png", flush=True)

    try:
        journey(page, live, shoot)
    finally:
        page.context.close()


@contextmanager
def _all_in_sight(page: Page) -> Iterator[None]:
    """A screen as high as the page. A picture of the full page would take the fingers off a phone."""
    before = page.viewport_size
    assert before is not None
    height: int = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": before["width"], "height": max(height, before["height"])})
    yield
    page.set_viewport_size(before)


def _write_index() -> None:
    """All pictures by face and name, the looks of one beside each other."""
    rows = []
    for picture in sorted(FOLDER.glob(f"*/*-{LOOKS[0]}.png")):
        name = picture.name.removesuffix(f"-{LOOKS[0]}.png")
        files = [f"{picture.parent.name}/{name}-{look}.png" for look in LOOKS]
        images = "".join(f'<img src="{escape(file)}" alt="{escape(file)}">' for file in files)
        rows.append(f"<h2>{escape(picture.parent.name)}: {escape(name)}</h2><p>{images}</p>")
    style = "body{font:16px system-ui;background:#888}p{display:flex;gap:8px;align-items:start}img{max-height:480px}"
    html = f'<!DOCTYPE html><meta charset="utf-8"><title>Pictures</title><style>{style}</style>{"".join(rows)}'
    (FOLDER / "index.html").write_text(html, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
