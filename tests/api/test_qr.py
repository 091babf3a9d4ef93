"""QR codes as images: what a camera needs to find them, and nothing that a page's policy refuses."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
import segno

from chalicelib.domain.accounts.second_factor import otpauth_uri
from chalicelib.qr import QUIET, qr_svg

SVG = "{http://www.w3.org/2000/svg}"
TITLE = "QR code for your authenticator app"
FINDER = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"]
URI = otpauth_uri("Müller & Söhne", "ana@acme.example", "JBSWY3DPEHPK3PXP" * 3 + "JBSW")


def picture(svg: str) -> list[str]:
    """Return the rows of an image as a camera sees them, drawn from the strokes of its path."""
    root = ET.fromstring(svg)
    _, _, width, height = map(int, root.attrib["viewBox"].split())
    rows = [["."] * width for _ in range(height)]
    x, y = 0, -0.5
    for kind, numbers in re.findall(r"([Mmh])(-?[\d.]+(?: -?[\d.]+)?)", root.findall(f"{SVG}path")[1].attrib["d"]):
        first, *second = map(float, numbers.split())
        if kind == "h":
            rows[int(y)][x : x + int(first)] = "#" * int(first)
        else:
            y = second[0] if kind == "M" else y + second[0]
        x = int(first) if kind == "M" else x + int(first)
    return ["".join(row) for row in rows]


@pytest.mark.parametrize("text", ["x", URI, URI + "x" * 1500])
def test_the_image_shows_the_code_in_a_white_margin_with_a_mark_in_three_corners(text: str) -> None:
    rows = picture(qr_svg(text, TITLE))
    code = [row[QUIET:-QUIET] for row in rows[QUIET:-QUIET]]
    assert len(rows) == len(code) + 2 * QUIET
    assert "#" not in "".join([*rows[:QUIET], *rows[-QUIET:], *(row[:QUIET] + row[-QUIET:] for row in rows)])
    for corner in ([row[:7] for row in code[:7]], [row[-7:] for row in code[:7]], [row[:7] for row in code[-7:]]):
        assert corner == FINDER
    matrix = segno.make(text, error="m", micro=False).matrix
    assert code == ["".join(".#"[bit] for bit in row) for row in matrix]


def test_the_image_is_black_on_white_whatever_the_page_is_and_has_its_proportions_alone() -> None:
    root = ET.fromstring(qr_svg(URI, TITLE))
    ground, strokes = root.findall(f"{SVG}path")
    assert (ground.attrib["fill"], strokes.attrib["stroke"]) == ("#fff", "#000")
    assert root.attrib.keys() == {"role", "viewBox"}


def test_the_image_holds_nothing_that_a_strict_policy_refuses() -> None:
    svg = qr_svg(URI, TITLE)
    assert {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()} == {"svg", "title", "path"}
    assert not re.search(r"style|class=|href|\bon\w+=|script|<!|<\?", svg)
    assert svg.startswith("<svg ")


def test_who_does_not_see_the_image_hears_what_it_is_and_not_what_it_says() -> None:
    svg = qr_svg(URI, 'Code <for> "Ana" & you')
    root = ET.fromstring(svg)
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title") == 'Code <for> "Ana" & you'
    assert "JBSW" not in svg
    assert "title" not in qr_svg(URI), "the page names it in its own words"
