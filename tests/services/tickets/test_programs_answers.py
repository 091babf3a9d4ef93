"""What a program says by an API key: customers hear it from the desk, members from the key."""

from __future__ import annotations

import re

from tests.services.mail.correspondence import Correspondence


def test_customers_read_the_desks_name_and_members_the_keys(post: Correspondence) -> None:
    post.write()
    made = post.call("POST", "/api-keys", {"name": "Nightly import", "scopes": ["tickets:write"]})
    key = made.json()["key"]
    answer = post.desk.http("POST", "/v1/acme/tickets/TKT-0001/replies", json={"body": "It is on its way."}, token=key)
    assert answer.status == 201
    post.desk.settle()
    mail = post.desk.sent[-1]
    name = "Nightly import"
    page = post.desk.http("GET", re.findall(r"http://help\.test(/portal/acme/t/[\w.]+)", mail.text)[0]).text
    assert name not in mail.raw.decode() + mail.text + mail.html + page
    assert str(mail.headers["From"]).partition("<")[0].strip() == "Acme Support"
    assert "\nAcme Support\r\n" in mail.text
    assert re.findall(r"<h3><bdi>([^<]*)", page)[-1] == "Acme Support"
    assert [one["author"]["name"] for one in post.entries() if one["kind"] == "agent_reply"] == [name]
