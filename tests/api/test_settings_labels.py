"""Labels over the API; and, since all settings have one shape, what holds for every kind of them."""

from __future__ import annotations

from tests.support.desk import Desk


def test_smoke(desk: Desk) -> None:
    t = desk.admin.token
    def show(m, p, **k):
        a = desk.http(m, f"/v1/acme{p}", token=k.pop("token", t), **k)
        print(m, p, a.status, a.text[:600], a.headers.get("location"))
        return a
    a = show("POST", "/labels", json={"name": "Billing", "color": "#A13A00"}, headers={"Idempotency-Key": "x"})
    show("POST", "/labels", json={"name": "Billing", "color": "#A13A00"}, headers={"Idempotency-Key": "x"})
    show("POST", "/labels", json={"name": " BILLING ", "color": "#A13A00"})
    show("POST", "/labels", json={"name": "\u0000", "color": "red"})
    i = a.json()["id"]
    show("GET", "/labels")
    show("GET", f"/labels/{i}")
    show("PATCH", f"/labels/{i}", json={"name": "billing"})
    show("PATCH", f"/labels/{i}", json={"color": "#000000"})
    show("DELETE", f"/labels/{i}")
    show("DELETE", f"/labels/{i}")
    show("POST", "/canned-responses", json={"name": "hi", "body": "Hello {{customer_name|there}} {{nope}}"})
    c = show("POST", "/canned-responses", json={"name": "hi", "body": "Hello {{customer_name|there}} {{customer_email}} {{ticket_url}}"}).json()
    show("POST", "/tickets", json={"title": "x"})
    show("POST", "/tickets", json={"title": "x", "contact": {"email": "maya@example.com", "name": "Maya"}})
    show("POST", f"/canned-responses/{c['id']}/render", json={"ref": "TKT-0001"})
    show("POST", f"/canned-responses/{c['id']}/render", json={"ref": "TKT-0002"})
    m = show("POST", "/mailboxes", json={"address": "Sales@acme.example", "name": "Sales"}).json()
    show("GET", "/mailboxes")
    show("GET", "/settings")
    show("PATCH", "/settings", json={"sender": "sales@acme.example", "prefix": "acm", "auto_close_days": None})
    show("DELETE", "/mailboxes/sales@acme.example")
    show("DELETE", "/mailboxes/support@acme.example")
    k = show("POST", "/api-keys", json={"name": "k", "scopes": ["tickets:read"]}).json()
    show("GET", "/tickets", token=k["key"])
    show("GET", "/labels", token=k["key"])
    show("PATCH", f"/api-keys/{k['id']}", json={"scopes": ["tickets:read", "settings:read"]})
    show("GET", "/labels", token=k["key"])
    show("DELETE", f"/api-keys/{k['id']}")
    show("GET", "/tickets", token=k["key"])
    show("POST", "/members", json={"name": "Cy", "email": "cy@acme.example", "role": "agent"})
    desk.settle()
    print(desk.sent)
    mm = show("GET", "/members").json()
    show("PATCH", f"/members/{desk.admin.id}", json={"role": "agent"})
    show("POST", "/views", json={"name": "Mine", "filters": {"status": "open", "archived": True}, "shared": True})
    show("GET", "/views")
    show("GET", "/preferences")
    show("PATCH", "/preferences", json={"created": "none"})
    show("GET", "/contacts?q=may")
    show("GET", "/contacts?q=maya@")
    show("GET", "/audit?limit=4")
    assert 0
