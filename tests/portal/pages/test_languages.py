"""The language of a customer, from the browser to the last mail."""

from __future__ import annotations

from tests.api.asking import FORM, TICKETS, hidden, tracking_path
from tests.api.portal import PORTAL
from tests.support.desk import Desk

GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.8"}


def _submitted(desk: Desk, headers: dict[str, str], lang: str = "") -> str:
    page = desk.http("GET", PORTAL + lang, headers=headers)
    sent = desk.http("POST", PORTAL + lang, form=FORM | hidden(page), headers=headers)
    assert sent.status == 303, sent.text
    return tracking_path(sent)


def test_a_page_speaks_the_language_the_browser_asks_for(desk: Desk) -> None:
    page = desk.http("GET", PORTAL, headers=GERMAN)
    assert '<html lang="de">' in page.text
    assert "Wie können wir helfen?" in page.text
    assert '<html lang="en">' in desk.http("GET", PORTAL, headers={"Accept-Language": "pl"}).text


def test_a_switch_outweighs_the_browser_and_needs_no_cookie(desk: Desk) -> None:
    page = desk.http("GET", PORTAL + "?lang=fr", headers=GERMAN)
    assert '<html lang="fr">' in page.text
    assert "set-cookie" not in page.headers
    wrong = desk.http("POST", PORTAL + "?lang=fr", form=FORM | {"email": "x"}, headers=GERMAN)
    assert '<html lang="fr">' in wrong.text
    assert "Saisissez une adresse e-mail" in wrong.text


def test_an_unknown_language_is_no_fault(desk: Desk) -> None:
    for odd in ("xx", "../en", "%00", "de%27", ""):
        assert desk.http("GET", f"{PORTAL}?lang={odd}").status == 200


def test_mails_and_the_tracking_page_keep_the_language_of_the_request(desk: Desk) -> None:
    path = _submitted(desk, {"Accept-Language": "en"}, "?lang=de")
    assert '<html lang="de">' in desk.http("GET", path, headers={"Accept-Language": "en"}).text
    assert '<html lang="es">' in desk.http("GET", path + "?lang=es").text
    reply = {"body": "Welche Zahlungsart?", "status": "resolved"}
    desk.http("POST", f"{TICKETS}/TKT-0001/replies", json=reply, token=desk.admin.token)
    desk.settle()
    confirmation, answer = desk.sent
    assert "Wir haben Ihre Anfrage erhalten" in confirmation.subject
    assert "Anfrage öffnen" in confirmation.text
    assert 'lang="de"' in answer.html


def test_a_follow_up_speaks_the_language_of_the_closed_request(desk: Desk) -> None:
    path = _submitted(desk, GERMAN)
    closing = {"status": "closed"}
    assert desk.http("PATCH", f"{TICKETS}/TKT-0001", json=closing, token=desk.admin.token).status == 200
    again = desk.http("POST", f"{path}/replies", form={"body": "Noch einmal"}, headers={"Accept-Language": "en"})
    assert '<html lang="de">' in desk.http("GET", tracking_path(again), headers={"Accept-Language": "en"}).text


def test_a_page_that_is_not_there_speaks_the_browser_s_language_too(desk: Desk) -> None:
    page = desk.http("GET", "/portal/nowhere", headers=GERMAN)
    assert page.status == 404
    assert "Seite nicht gefunden" in page.text
