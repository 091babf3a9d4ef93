from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.mail import sanitize

VECTORS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/a.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x00>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' OnErRoR = 'alert(1)'>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=javascript:alert(1)>",
    "<img src=`javascript:alert(1)`>",
    "<img src='data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+'>",
    "<img src=data:text/html,<script>alert(1)</script>>",
    "<img srcset='https://x.example/a.png 1x'>",
    "<image src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><foreignObject><iframe src=javascript:alert(1)></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<math href='javascript:alert(1)'>x</math>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java&#x09;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='//x.example' onclick=alert(1)>x</a>",
    "<a href='blob:https://x.example/1'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href=x ping=https://x.example>x</a>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<applet code=x></applet>",
    "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>",
    "<body onload=alert(1)>",
    "<body background=javascript:alert(1)>",
    "<base href='https://x.example/'>",
    "<link rel=stylesheet href=//x.example/a.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<style>@import '//x.example/a.css';</style>",
    "<style>body{background:url(javascript:alert(1))}</style>",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<div style='background-image:url(//x.example/a.png)'>x</div>",
    "<div style='width:expression(alert(1))'>x</div>",
    "<div style='width:e\\78pression(alert(1))'>x</div>",
    "<div style='-moz-binding:url(//x.example/a.xml)'>x</div>",
    "<div style='behavior:url(a.htc)'>x</div>",
    "<div style='color:red;position:fixed;top:0;left:0;width:100%;height:100%;z-index:9'>x</div>",
    "<div style=\"color:red;background:u/**/rl('//x.example')\">x</div>",
    "<div style='list-style-image:image-set(\"//x.example/a.png\" 1x)'>x</div>",
    "<div style='margin:-5000px'>x</div>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<form action=//x.example><input name=password></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input onfocus=alert(1) autofocus>",
    "<select onfocus=alert(1) autofocus><option>x</select>",
    "<textarea onfocus=alert(1) autofocus></textarea>",
    "<keygen onfocus=alert(1) autofocus>",
    "<video src=x onerror=alert(1)></video>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=//x.example/a.mp3 autoplay></audio>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<table background=javascript:alert(1)><tr><td background=//x.example>x</td></tr></table>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
    "<xmp><img title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<title><img title='</title><img src=x onerror=alert(1)>'></title>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<p title='\"><img src=x onerror=alert(1)>'>x</p>",
    "<x onclick=alert(1)>x</x>",
    "<div id=location name=cookie class=admin>x</div>",
    "<a id=document href='https://x.example' target=_top>x</a>",
    "<portal src=javascript:alert(1)></portal>",
    "<dialog open onclose=alert(1)>x</dialog>",
    "<object><param name=url value=javascript:alert(1)></object>",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<<script>alert(1);//<</script>",
    "<img src=x:alert(1) onerror=eval(src)>",
    "<input type=image src=//x.example/a.png>",
    "<div style='color:var(--x)'>x</div>",
]
_TAG = re.compile(r'<(/?)([a-z0-9]+)((?:\s[\w-]+="[^"]*")*)\s*/?>')
_ATTRIBUTE = re.compile(r'\s([\w-]+)="([^"]*)"')
_FORBIDDEN_TAGS = {
    "script", "style", "iframe", "object", "embed", "applet", "form", "input", "button", "select", "textarea",
    "svg", "math", "link", "meta", "base", "frame", "frameset", "video", "audio", "source", "template",
    "noscript", "title", "body", "html", "head", "portal", "marquee", "keygen", "isindex", "xmp", "dialog",
    "param",
}  # fmt: skip
_LOADS = re.compile(r"url|expression|binding|behavior|position|import|image", re.I)


def _dangers(html: str) -> list[str]:
    """What a browser could run or fetch in `html`, which must be well-formed."""
    found = []
    if "<" in _TAG.sub("", html):
        found.append("something that is no well-formed tag")
    for _, tag, attributes in _TAG.findall(html):
        found += [tag] if tag in _FORBIDDEN_TAGS else []
        for name, value in _ATTRIBUTE.findall(attributes):
            if name.startswith("on") or name in (
                "srcset",
                "id",
                "name",
                "class",
                "target",
                "ping",
                "background",
                "action",
            ):
                found.append(name)
            if name == "href" and not value.startswith(("http:", "https:", "mailto:", "tel:")):
                found.append(value)
            if name == "src" and not value.startswith(("cid:", "data:image/png;base64,")):
                found.append(value)
            if name == "style" and _LOADS.search(value):
                found.append(value)
    return found


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_that_runs_or_fetches_is_left(vector: str) -> None:
    assert _dangers(sanitize(vector)) == []
    assert _dangers(sanitize(f"<p>{vector}</p><table><tr><td>{vector}")) == []


def test_the_check_itself_sees_what_is_dangerous() -> None:
    for danger in (
        "<script>",
        '<p onclick="x">',
        '<a href="javascript:1">',
        '<img src="https://x">',
        "<p",
        '<p style="a:url(b)">',
    ):
        assert _dangers(danger)


def test_what_people_write_is_kept() -> None:
    page = (
        '<p style="color:red;font-weight:bold">Hi <b>you</b></p><ul><li>one</li></ul><table><tr><td>x</td></tr></table>'
    )
    assert sanitize(page) == page.replace("<tr><td>x</td></tr>", "<tbody><tr><td>x</td></tr></tbody>")


def test_links_say_nothing_of_where_they_stood() -> None:
    assert sanitize('<a href="https://a.example">x</a>') == (
        '<a href="https://a.example" rel="noopener noreferrer nofollow">x</a>'
    )


def test_remote_pictures_wait_until_they_are_asked_for() -> None:
    page = '<img alt="a &gt; b" src="https://a.example/b.png">'
    assert sanitize(page) == page.replace("src=", "data-remote-src=")
    assert sanitize(page, remote_images=True) == page


def test_pictures_of_the_mail_itself_stay() -> None:
    page = '<img src="cid:a@b"><img src="data:image/png;base64,iVBORw0KGgo=">'
    assert sanitize(page) == page


def test_words_that_look_like_a_picture_are_left_alone() -> None:
    assert sanitize('&lt;img src="https://a.example"&gt; src="https://b.example"') == (
        '&lt;img src="https://a.example"&gt; src="https://b.example"'
    )


def test_a_page_nested_beyond_reason_becomes_its_text() -> None:
    assert (
        sanitize("<div>" * 100_000 + "words <script>alert(1)</script>")
        == "<pre>" + " " * 100_000 + "words  alert(1) </pre>"
    )


@settings(deadline=None)
@given(st.text())
def test_sanitizing_any_text_is_safe_and_settled(text: str) -> None:
    once = sanitize(text)
    assert _dangers(once) == []


@settings(deadline=None)
@given(st.lists(st.sampled_from(VECTORS), max_size=5).map("".join))
def test_vectors_together_are_no_more_dangerous_than_alone(page: str) -> None:
    assert _dangers(sanitize(page)) == []


def test_half_characters_do_no_harm() -> None:
    assert sanitize("a\ud800b") == "a?b"
