"""Every page says who may show it in a frame, whoever serves it: the app, the bucket, or this machine."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest

from chalicelib import assets
from infra.local import static
from infra.package.expand import expand
from infra.package.merge import merge_file
from infra.package.parts import Template
from infra.package.rules.reading import of_type
from infra.package.sam import sam_template
from tests.api.asking import FORM, submitted
from tests.infra.stand_in_app import make_app
from tests.support.desk import SUPPORT, WORKSPACE, Answer, Desk

ORIGIN = "https://shop.example"
PAGES = {
    "/docs": "'none'",
    "/account/password/{token}": "'none'",
    "/portal": "'none'",
    "/portal/{workspace}": "'none'",
    "/portal/{workspace}/find": "'none'",
    "/portal/{workspace}/t/{token}": "'none'",
    "/portal/{workspace}/t/{token}/files": "'none'",
    "/portal/{workspace}/t/{token}/rate": "'none'",
    "/widget/{key}": ORIGIN,
    "/widget/{key}/find": ORIGIN,
    "/widget/{key}/t/{token}": ORIGIN,
    "/v1/{workspace}/mail-pages/{id}": "'self'",
}
"""The pages that have to be met, and who may show them."""


def _ancestors(answer: Answer) -> str | None:
    directives = dict(
        part.strip().partition(" ")[::2] for part in answer.headers.get("content-security-policy", "").split(";")
    )
    return directives.get("frame-ancestors")


def _html_mail() -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Maya <maya@example.com>", SUPPORT, "Picture"
    message.set_content("See this.")
    message.add_alternative("<p>See <b>this</b>.</p>", subtype="html")
    return message.as_bytes()


def _places(desk: Desk) -> Iterator[dict[str, str]]:
    """What stands in addresses: once all that is there, and once what never was."""
    token = submitted(desk).rpartition("/")[2]
    desk.receive(_html_mail(), "maya@example.com", [SUPPORT])
    desk.settle()
    shown = desk.http("GET", "/v1/acme/tickets/TKT-0002/messages/description/html", token=desk.admin.token).json()
    made = desk.http("POST", "/v1/acme/widgets", json={"name": "Shop", "origins": [ORIGIN]}, token=desk.admin.token)
    mail_page = shown["url"].rpartition("/")[2]
    yield {"workspace": WORKSPACE, "key": made.json()["id"], "token": token, "id": mail_page, "ref": "TKT-0001"}
    yield {"workspace": "nobody", "key": "none", "token": "1.none", "id": "none", "ref": "TKT-9999"}


def _met(desk: Desk) -> Iterator[tuple[str, Answer]]:
    app = importlib.import_module("app").app
    for place in _places(desk):
        for path, methods in sorted(app.routes.items()):
            address = path.format_map(_Anything(place))
            for method in sorted(methods):
                form = {"email": "maya"} if method == "POST" else None
                yield path, desk.http(method, address, form=form)
    yield "/portal/{workspace}", desk.http("POST", f"/portal/{WORKSPACE}", form=FORM | {"email": "maya"})


class _Anything(dict[str, str]):
    def __missing__(self, _: str) -> str:
        return "none"


def test_every_page_of_the_app_says_who_may_show_it(desk: Desk) -> None:
    met: dict[str, set[Any]] = {}
    for path, answer in _met(desk):
        assert _ancestors(answer), f"{path} ({answer.status}) says nothing"
        if answer.headers["content-type"].startswith("text/html"):
            met.setdefault(path, set()).add(_ancestors(answer))
    assert {path: who for path, who in PAGES.items() if who not in met.get(path, ())} == {}


def test_every_file_says_so_too_lest_one_be_opened_as_a_page() -> None:
    names = list(assets.served_names(assets.ROOT).values())
    assert any(name.endswith(".css") for name in names)
    for name in names:
        assert (
            "frame-ancestors 'none'" in dict(static.serve("GET", f"/static/{name}").headers)["Content-Security-Policy"]
        )


@pytest.fixture(scope="module")
def expanded() -> Template:
    return expand(sam_template(make_app(), merge_file()))


def test_whatever_cloudfront_serves_has_a_policy_and_is_https_for_the_whole_domain(expanded: Template) -> None:
    named = of_type(expanded, "AWS::CloudFront::ResponseHeadersPolicy")
    for distribution in of_type(expanded, "AWS::CloudFront::Distribution").values():
        config = distribution["DistributionConfig"]
        for behaviour in (config["DefaultCacheBehavior"], *config["CacheBehaviors"]):
            headers = named[behaviour["ResponseHeadersPolicyId"]["Ref"]]["ResponseHeadersPolicyConfig"]
            security = headers["SecurityHeadersConfig"]
            assert "frame-ancestors 'none'" in str(security["ContentSecurityPolicy"]["ContentSecurityPolicy"])
            assert security["StrictTransportSecurity"]["IncludeSubdomains"] is True
            programs = behaviour.get("PathPattern", "").startswith(("/v1/", "/mcp/"))
            assert behaviour["ViewerProtocolPolicy"] == ("https-only" if programs else "redirect-to-https")


def test_no_key_is_sent_without_tls_and_led_on(expanded: Template) -> None:
    config = expanded["Resources"]["ConsoleDistribution"]["Properties"]["DistributionConfig"]
    asked = {one["PathPattern"]: one["ViewerProtocolPolicy"] for one in config["CacheBehaviors"]}
    assert [asked[path] for path in ("/v1/*", "/mcp/*")] == ["https-only"] * 2


def test_the_policy_of_a_page_from_the_app_is_not_replaced_by_the_one_for_refusals(expanded: Template) -> None:
    config = expanded["Resources"]["SecurityHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    assert config["SecurityHeadersConfig"]["ContentSecurityPolicy"]["Override"] is False
