"""The style sheets: small, self-contained, legible in any desk's colour."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import assets
from chalicelib.colors import contrast, theme_css
from tests.portal.page_samples import PAGES

_ROOT = Path(__file__).parents[2]
_CSS = (_ROOT / "portal_static/portal/portal.css").read_text("utf-8")
_TOKENS = (_ROOT / "portal_static/shared/tokens.css").read_text("utf-8")
_TEMPLATES = "".join(path.read_text("utf-8") for path in (_ROOT / "chalicelib/portal/templates").glob("*.html"))
_VIEWER = "portal/pictures.js"

_colors = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def _declared(css: str) -> dict[str, str]:
    return dict(re.findall(r"(--[a-z-]+): ([^;]+);", css))


def _theme(color: str) -> tuple[str, str, str, str]:
    values = re.fullmatch(
        r":root\{--accent:var\(--light,(.{7})\)var\(--dark,(.{7})\);--focus:var\(--light,\1\)var\(--dark,\2\);"
        r"--accent-solid:(.{7});--on-accent:(.{7})\}\n",
        theme_css(color),
    )
    assert values
    light, dark, solid, ink = values.groups()
    return light, dark, solid, ink


@given(_colors)
def test_links_are_legible_in_any_desk_s_colour(color: str) -> None:
    light, dark, _, _ = _theme(color)
    assert contrast(light, "#f6f7f9") >= 4.5
    assert contrast(dark, "#23272f") >= 4.5


@given(_colors)
def test_buttons_take_the_colour_as_it_is_with_a_text_that_can_be_read(color: str) -> None:
    _, _, solid, ink = _theme(color)
    assert solid == color
    assert contrast(ink, color) >= 4.5


def test_a_colour_that_is_legible_already_is_left_alone() -> None:
    assert _theme("#3b4fd8")[0] == "#3b4fd8"


@pytest.mark.parametrize("color", ["", "red", "#fff", "#12345g", "#123456;}", "#123456\n", "url(//x.example)"])
def test_anything_but_a_colour_is_refused(color: str) -> None:
    with pytest.raises(ValueError, match="not a colour"):
        theme_css(color)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#ffffff") == 1


def test_the_style_sheet_stays_in_its_budget() -> None:
    assert len(gzip.compress(_CSS.encode())) <= 6 * 1024


def test_the_scripts_of_a_page_stay_in_their_budget() -> None:
    """Pictures open by another one, which is fetched when somebody presses a picture."""
    served = {address: name for name, address in assets.served_names(assets.ROOT).items()}
    for html in PAGES.values():
        names = [served[script.removeprefix(assets.PREFIX)] for script in re.findall(r'<script src="([^"]+)"', html)]
        scripts = [assets.delivered(name, assets.ROOT / name) for name in names]
        assert sum(len(gzip.compress(script, 9)) for script in scripts) <= 3 * 1024, names
    assert len(gzip.compress(assets.delivered(_VIEWER, assets.ROOT / _VIEWER), 9)) <= 1024


def test_no_colour_is_in_words_that_browsers_from_before_2024_lack() -> None:
    sources = [path for path in (_ROOT / "portal_static").glob("*/**/*.css") if "node_modules" not in path.parts]
    written = {path.name: path.read_text("utf-8") for path in [*sources, _ROOT / "portal_static/widget/widget.js"]}
    assert {"tokens.css", "portal.css", "frame.css", "base.css"} <= written.keys()
    for name, css in {**written, "theme.css": theme_css("#3b4fd8")}.items():
        assert not re.search(r"[\s:(,]light-dark\(", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)), name
        assert css.count("var(--light,") == css.count("var(--dark,"), name


@pytest.mark.parametrize("css", [_CSS, _TOKENS], ids=["portal", "tokens"])
def test_a_style_sheet_loads_nothing_else(css: str) -> None:
    assert not re.search(r"url\(|@import|@font-face", css)


def test_the_portal_s_tokens_are_the_shared_ones() -> None:
    assert _declared(_CSS).items() <= _declared(_TOKENS).items()


@pytest.mark.parametrize("css", [_CSS, _TOKENS], ids=["portal", "tokens"])
def test_every_token_used_is_declared(css: str) -> None:
    assert set(re.findall(r"var\((--[a-z-]+)", css)) <= _declared(css).keys()


def test_the_portal_copies_no_token_it_does_not_use() -> None:
    assert _declared(_CSS).keys() <= set(re.findall(r"var\((--[a-z-]+)", _CSS))


def test_every_class_of_the_style_sheet_is_on_a_page() -> None:
    used = set(re.findall(r"[\w-]+", " ".join(re.findall(r'class="([^"]*)"', _TEMPLATES))))
    statuses = {"open", "in_progress", "waiting", "resolved", "closed"}
    with_words, by_script = {"typed"}, {"over"}
    rules = re.sub(r"/\*.*?\*/", "", _CSS, flags=re.DOTALL)
    assert set(re.findall(r"\.([a-z][\w-]*)(?=[^;{}]*\{)", rules)) <= used | statuses | with_words | by_script


def test_lengths_follow_the_direction_of_writing() -> None:
    assert not re.search(r"(?<![\w-])(left|right|top|bottom|width|height)\s*:", _CSS)
    assert not re.search(r"(margin|padding|border)-(left|right|top|bottom)", _CSS)


@pytest.mark.parametrize("query", ["forced-colors: active", "prefers-reduced-motion: no-preference"])
def test_people_s_own_settings_are_respected(query: str) -> None:
    assert f"@media ({query})" in _CSS
