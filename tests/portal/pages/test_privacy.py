"""What customers are told of what is kept of them, which has to be so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chalicelib import locales
from chalicelib.domain.settings.ai_engine import EngineKind
from chalicelib.portal.privacy import BACKUP_DAYS, MAIL_DAYS
from tests.api.portal import PORTAL
from tests.support.desk import SUPPORT, Desk

BUCKETS = json.loads((Path(__file__).parents[3] / "infra/template/buckets.json").read_text())


def shown(desk: Desk, language: str = "en", base: str = PORTAL) -> str:
    answer = desk.http("GET", f"{base}/privacy?lang={language}")
    assert answer.status == 200, answer.text
    return answer.text


@pytest.mark.parametrize("language", sorted(locales.languages()))
def test_it_says_in_each_language_how_long_where_and_whom_to_ask(desk: Desk, language: str) -> None:
    page = shown(desk, language)
    t = locales.markup(language)
    for told in (
        t("privacy.title"),
        t("privacy.long.trash", days=30),
        t("privacy.long.emails", days=MAIL_DAYS),
        t("privacy.who.aws", region=desk.ports.post.region),
        t("privacy.who.no_model"),
        f'href="mailto:{SUPPORT}"',
    ):
        assert told in page, told


def test_what_it_says_of_mails_and_backups_is_what_the_buckets_do() -> None:
    mails = BUCKETS["MailBucket"]["properties"]["LifecycleConfiguration"]["Rules"]
    files = BUCKETS["FilesBucket"]["properties"]["LifecycleConfiguration"]["Rules"]
    assert [rule["ExpirationInDays"] for rule in mails if "ExpirationInDays" in rule] == [MAIL_DAYS]
    former = [rule["NoncurrentVersionExpiration"] for rule in files if "NoncurrentVersionExpiration" in rule]
    assert max(version["NoncurrentDays"] for version in former) <= BACKUP_DAYS


@pytest.mark.parametrize(
    ("kind", "where"),
    [(EngineKind.BEDROCK, "Amazon Bedrock, asked in the region"), (EngineKind.OPENAI_COMPATIBLE, "models.example.com")],
)
def test_a_language_model_is_named_with_where_it_runs_and_its_key_never(
    desk: Desk, kind: EngineKind, where: str
) -> None:
    engine = {"engine": kind.value, "model": "m-1", "base_url": "https://models.example.com/v1", "key": "sk-secret"}
    desk.http("PATCH", "/v1/acme/ai-engine", json=engine, token=desk.admin.token)
    page = shown(desk)
    assert where in page
    assert "sk-secret" not in page


def test_it_says_what_the_desk_chose_to_delete_by_itself(desk: Desk) -> None:
    page = shown(desk)
    assert "until we delete them" in page
    assert "Spam is deleted after 30 days" in page
    days = {"closed": 400, "archived": None, "spam": 7}
    assert desk.http("PUT", "/v1/acme/retention", json=days, token=desk.admin.token).status == 200
    page = shown(desk)
    assert "Closed requests are deleted 400 days after" in page
    assert "Spam is deleted after 7 days" in page
    assert "until we delete them" not in page


def test_every_page_leads_to_it_also_in_the_widget_and_where_the_portal_is_off(desk: Desk) -> None:
    token = desk.admin.token
    made = desk.http("POST", "/v1/acme/widgets", json={"name": "Shop", "origins": ["https://a.example"]}, token=token)
    frame = f"/widget/{made.json()['id']}"
    for base in (PORTAL, frame):
        assert f'href="{base}/privacy"' in desk.http("GET", f"{base}/find").text
        assert "30 days" in shown(desk, base=base)
    desk.http("PATCH", "/v1/acme/portal", json={"on": False}, token=token)
    assert "30 days" in shown(desk)


def test_the_desk_s_own_words_stand_above_it(desk: Desk) -> None:
    words = {"privacy_text": "We sell nothing.", "privacy_url": "https://acme.example/privacy"}
    desk.http("PATCH", "/v1/acme/portal", json=words, token=desk.admin.token)
    page = shown(desk)
    assert page.index("We sell nothing.") < page.index("What we keep</h2>")
    assert 'href="https://acme.example/privacy"' in page
