"""A customer's HTML made harmless: what an agent may see of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from urllib.parse import unquote

from chalicelib.mail.html.tree import encodable, escaped_text, overgrown

REMOTE_IMAGE = "data-remote-src"
_CELL = {"align", "valign", "width", "height", "colspan", "rowspan", "bgcolor"}
_TAGS = {
    "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br", "caption",
    "center", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em",
    "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img",
    "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp",
    "section", "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
}  # fmt: skip
_DROPPED = {
    "script", "style", "title", "head", "noscript", "template", "svg", "math", "object", "embed", "applet",
    "select", "textarea", "button", "iframe", "frameset", "noframes", "noembed", "xmp", "plaintext", "audio",
    "video", "canvas",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"dir", "lang", "title", "style", "align"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "table": _CELL | {"border", "cellpadding", "cellspacing"},
    "td": _CELL,
    "th": _CELL,
    "tr": _CELL,
    "col": _CELL | {"span"},
    "font": {"color", "size", "face"},
    "ol": {"start", "type"},
    "li": {"value"},
    "time": {"datetime"},
    "blockquote": {"type"},
}
_STYLES = {
    "color", "background-color", "font-weight", "font-style", "font-size", "font-family", "text-decoration",
    "text-align", "direction", "white-space", "vertical-align", "line-height", "margin", "margin-left",
    "margin-right", "margin-top", "margin-bottom", "padding", "padding-left", "padding-right", "padding-top",
    "padding-bottom", "border", "border-left", "border-right", "border-top", "border-bottom", "border-color",
    "border-style", "border-width", "border-collapse", "width", "max-width", "list-style-type",
}  # fmt: skip
# Whatever fetches or runs; also an escape, which could spell any of these, and positions that leave the frame's flow.
_UNSAFE_STYLE = re.compile(
    r"[\\<>@&]|url|image|expression|behaviou?r|binding|import|script|var\(|attr\(|env\(|calc|-\d", re.I
)
_PICTURES = ("cid:", "http:", "https:")
# Safe on the parser's own output alone: there, a quote inside a value is always written as an entity.
_IMAGE = re.compile(r'<img(?:\s[\w-]+="[^"]*")*\s*/?>')
_CID = re.compile(r'\ssrc="cid:([^"]*)"', re.I)
_REMOTE = re.compile(r'\ssrc="(https?:[^"]*)"', re.I)
_INLINE_PICTURE = re.compile(r"data:image/(?:png|gif|jpe?g|webp);base64,[A-Za-z0-9+/=\s]+\Z")


def sanitize(html: str, remote_images: bool = False) -> str:
    """Well-formed HTML from an allow-list, without scripts, forms, frames or, unless asked for, remote pictures.

    The address of a remote picture moves to `data-remote-src`, so that a viewer can say that there is one. `cid:`
    pictures stay, for the viewer to resolve. Links open nothing but http, https, mailto and tel. Never raises.
    """
    import nh3  # cold start: few mails are shown as HTML

    if overgrown(html):
        return escaped_text(html)
    clean = nh3.clean(
        encodable(html),
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        attribute_filter=_filtered,
        filter_style_properties=_STYLES,
        link_rel="noopener noreferrer nofollow",
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        url_relative="deny",
    )
    return clean if remote_images else _IMAGE.sub(_withheld, clean)


def remote_pictures(clean: str) -> int:
    """Return the number of pictures that `sanitize` withheld."""
    return sum(REMOTE_IMAGE in image for image in _IMAGE.findall(clean))


def with_pictures(clean: str, addresses: Mapping[str, str]) -> str:
    """Point the `cid:` pictures (RFC 2392) in what `sanitize` made to `addresses`, by content id in lower case.

    One that has no address keeps its alternative text alone.
    """

    def shown(image: re.Match[str]) -> str:
        return _CID.sub(lambda found: _placed(addresses.get(unquote(unescape(found[1])).lower())), image[0])

    return _IMAGE.sub(shown, clean)


def _placed(address: str | None) -> str:
    return f' src="{escape(address)}"' if address else ""


def _withheld(image: re.Match[str]) -> str:
    return _REMOTE.sub(rf' {REMOTE_IMAGE}="\1"', image[0])


def _filtered(_tag: str, attribute: str, value: str) -> str | None:
    if attribute == "style":
        return _style(value)
    if attribute == "href":
        return value if value.strip().lower().startswith(("http:", "https:", "mailto:", "tel:")) else None
    if attribute == "src":
        return value if value.lower().startswith(_PICTURES) or _INLINE_PICTURE.match(value) else None
    return value


def _style(value: str) -> str | None:
    """The declarations that neither fetch nor run; the property names are nh3's business."""
    kept = [part.strip() for part in value[:10_000].split(";") if part.strip() and not _UNSAFE_STYLE.search(part)]
    return ";".join(kept) or None
