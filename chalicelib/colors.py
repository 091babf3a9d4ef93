"""A workspace's own colour as a style sheet of its own, since the pages' policy refuses inline styles.

Contrast after WCAG 2.2, success criterion 1.4.3: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_LIGHT = ("#ffffff", "#f6f7f9")
_DARK = ("#14161a", "#1b1e24", "#23272f")
_LEAST_LIGHT = 4.5
_USUAL = "#3b4fd8"
_LEAST_DARK = 7.0

_Rgb = tuple[int, int, int]


def first_of(*colors: str | None) -> str:
    """Return the first of these that is in the form `#rrggbb`, whatever else a desk's settings hold."""
    return next((color for color in colors if color and _COLOR.fullmatch(color)), _USUAL)


def theme_css(color: str) -> str:
    """The style sheet that makes `color` (`#rrggbb`) the accent of the pages.

    Buttons take the colour as it is, with black or white text, whichever is read better. Links and focus rings take
    the nearest shade with a contrast of at least 4.5 on light and 7 on dark backgrounds, where thin colour fades.
    Another notation raises ValueError.
    """
    light, dark, text = _light(color), _dark(color), _ink(color)
    shades = f"var(--light,{light})var(--dark,{dark})"
    return f":root{{--accent:{shades};--focus:{shades};--accent-solid:{color};--on-accent:{text}}}\n"


def legibility(color: str) -> dict[str, str | float]:
    """Return the colours that the pages make of one (`#rrggbb`), and their contrasts, rounded down."""
    light, dark, text = _light(color), _dark(color), _ink(color)
    return {
        "color": color,
        "button_text": text,
        "button": _figure([contrast(text, color)]),
        "link_light_color": light,
        "link_light": _figure(contrast(light, ground) for ground in _LIGHT),
        "link_dark_color": dark,
        "link_dark": _figure(contrast(dark, ground) for ground in _DARK),
    }


def _figure(contrasts: Iterable[float]) -> float:
    return math.floor(min(contrasts) * 100) / 100


def _light(color: str) -> str:
    return _readable(color, "#000000", _LIGHT, _LEAST_LIGHT)


def _dark(color: str) -> str:
    return _readable(color, "#ffffff", _DARK, _LEAST_DARK)


def _ink(color: str) -> str:
    return max("#ffffff", "#000000", key=lambda ink: contrast(ink, color))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    low, high = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))))
    return (high + 0.05) / (low + 0.05)


def _readable(color: str, ink: str, backgrounds: tuple[str, ...], least: float) -> str:
    """`color`, mixed with as little of `ink` as makes it legible on every background."""
    shades = (_mix(_rgb(color), _rgb(ink), step / 20) for step in range(21))
    return next(shade for shade in shades if all(contrast(shade, ground) >= least for ground in backgrounds))


def _mix(color: _Rgb, ink: _Rgb, share: float) -> str:
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(color, ink, strict=True))


def _rgb(color: str) -> _Rgb:
    if not _COLOR.fullmatch(color):
        raise ValueError(f"not a colour in the form #rrggbb: {color!r}")
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(rgb: _Rgb) -> float:
    red, green, blue = (_linear(value / 255) for value in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
