"""The letters: complete in both forms, honest about who wrote what, and harmless whatever they carry."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from markupsafe import Markup

from chalicelib import locales
from chalicelib.domain.accounts.changes import AccountChange
from chalicelib.domain.mail.jobs import ABOUT_ACCOUNTS, AboutAccount, LetterKind
from chalicelib.domain.notices.notices import NOTICES
from chalicelib.mail.letters import Words, letter
from chalicelib.mail.letters.accounts import Invitation, PasswordReset
from chalicelib.mail.letters.alarms import (
    AccountChanged,
    KeysLeft,
    ManyTries,
    MuchUnproven,
    NewAdmin,
    NewsAnswered,
    WidestKey,
)
from chalicelib.mail.letters.customers import (
    AgentReply,
    Confirmation,
    CreatedByAgent,
    Forwarded,
    Merged,
    OwnRequests,
    RequestLink,
    Resolved,
    StatusChanged,
)
from chalicelib.mail.letters.kinds import LETTERS as KINDS
from chalicelib.mail.letters.kinds import ON_ACCOUNTS, ON_ALARMS, ON_TICKETS
from chalicelib.mail.letters.layout import RichText
from chalicelib.mail.letters.members import MemberAssigned, MemberCreated, MemberSla
from chalicelib.mail.letters.news import MemberNews, TicketNews
from chalicelib.mail.letters.said import MemberMentioned, MemberReplied, MemberUnclear
from chalicelib.mail.letters.ticket import OnTicket
from chalicelib.mail.letters.weekly import LabelWeek, MemberWeek, WeekNumbers, WeekTold

URL = "https://help.example.com/portal/acme/t/42.c1.abc"
ANSWER = RichText(
    typed="Hello Maya,\n\nit **works** again.", html=Markup("<p>Hello Maya,</p><p>it <b>works</b> again.</p>")
)

CONFIRMATION = Confirmation(desk_name="Acme Support", ref="TKT-0042", url=URL)
REPLY = AgentReply(
    desk_name="Acme Support", ref="TKT-0042", title="Checkout fails", url=URL, agent_name="Ana K.", body=ANSWER
)
CREATED = CreatedByAgent(desk_name="Acme Support", ref="TKT-0042", title="Checkout fails", url=URL, description=ANSWER)
STATUS = StatusChanged(desk_name="Acme Support", ref="TKT-0042", title="Checkout fails", url=URL, status="waiting")
RESOLVED = Resolved(desk_name="Acme Support", ref="TKT-0042", title="Checkout fails", url=URL, resolution=ANSWER)
MERGED = Merged(desk_name="Acme Support", ref="TKT-0042", title="Checkout fails", url=URL)
NEW = MemberCreated(
    desk_name="Acme Support",
    ref="TKT-0042",
    title="Checkout fails",
    url=URL,
    priority="urgent",
    customer="Maya Osei <maya@example.com>",
    description=ANSWER,
)
ASSIGNED = MemberAssigned(
    desk_name="Acme Support", ref="TKT-0042", title="Checkout fails", url=URL, priority="low", assigned_by="Bo M."
)
SLA = MemberSla(
    desk_name="Acme Support",
    ref="TKT-0042",
    title="Checkout fails",
    url=URL,
    priority="urgent",
    level="breached",
    due=(("resolution", datetime(2026, 11, 25, 16, 30, tzinfo=ZoneInfo("Europe/Berlin"))),),
    customer="Maya Osei",
)
WRITTEN = datetime(2026, 11, 25, 16, 30, tzinfo=ZoneInfo("Europe/Berlin"))
REPLIED = MemberReplied(
    desk_name="Acme Support",
    ref="TKT-0042",
    title="Checkout fails",
    url=URL,
    priority="low",
    customer="Maya Osei",
    by="Maya Osei",
    at=WRITTEN,
    said=ANSWER,
)
MENTIONED = MemberMentioned(
    desk_name="Acme Support",
    ref="TKT-0042",
    title="Checkout fails",
    url=URL,
    priority="low",
    by="Bo M.",
    at=WRITTEN,
    said=ANSWER,
)
UNCLEAR = MemberUnclear(
    desk_name="Acme Support", ref="TKT-0042", title="Checkout fails", url=URL, priority="low", line="#asign ana"
)
FORWARDED = Forwarded(desk_name="Acme Support", title="Checkout fails", body=ANSWER)
ON = OnTicket(desk_name="Acme Support", ref="TKT-0042", title="Checkout fails", url=URL)
NEWS = MemberNews(
    desk_name="Acme Support",
    url="https://help.example.com/console",
    told=(
        TicketNews(on=ON, words=ASSIGNED),
        TicketNews(on=replace(ON, ref="TKT-0043"), words=replace(REPLIED, ref="TKT-0043")),
    ),
)
INVITATION = Invitation(desk_name="Acme Support", url=URL, invited_by="Ana K.")
OWN = OwnRequests(
    desk_name="Acme Support",
    requests=(RequestLink(ref="TKT-0042", title="Checkout fails", status="waiting", url=URL),),
)
NEW_ADMIN = NewAdmin(desk_name="Acme Support", name="Bo L. (bo@acme.example)", by="Ana K.", url=URL)
WIDEST_KEY = WidestKey(desk_name="Acme Support", name="Shop", by="Ana K.", url=URL)
KEYS_LEFT = KeysLeft(desk_name="Acme Support", name="Bo L.", by="Ana K.", keys=("Shop", "CRM"), url=URL)
MUCH = MuchUnproven(
    desk_name="Acme Support", what="tickets", most=500, at=datetime(2026, 11, 25, 16, 30, tzinfo=UTC), url=URL
)
TRIES = ManyTries(product="Acme Support", many=100, at=datetime(2026, 11, 25, 16, 30, tzinfo=UTC), url=URL)
CHANGED = AccountChanged(
    product="Acme Support", what="password", at=datetime(2026, 11, 25, 16, 30, tzinfo=UTC), url=URL
)
NEWS_ANSWERED = NewsAnswered(desk_name="Acme Support", url=URL)
WEEK = WeekTold(
    desk_name="Acme Support",
    monday=date(2026, 11, 23),
    now=WeekNumbers(
        arrived=1240,
        resolved=1198,
        replied=2003,
        open=31,
        first=2700,
        resolution=93_600,
        met=23,
        missed=2,
        ratings=3,
        stars=14,
    ),
    before=WeekNumbers(arrived=980, open=1),
    labels=(LabelWeek(name="Billing", arrived=12, before=9),),
    team=(
        MemberWeek(name="Ana K.", replied=34, resolved=21),
        MemberWeek(name="", replied=0, resolved=4),
        MemberWeek(name=None, replied=1, resolved=0),
    ),
    all=MemberWeek(name="", replied=2003, resolved=1198),
    url="https://desk.example.com",
    preferences=URL,
)
RESET = PasswordReset(product="Acme Support", address="ana@acme.example", url=URL)

TICKET_LETTERS: tuple[Words, ...] = (
    CONFIRMATION,
    REPLY,
    CREATED,
    STATUS,
    RESOLVED,
    MERGED,
    NEW,
    ASSIGNED,
    SLA,
    REPLIED,
    MENTIONED,
    UNCLEAR,
)
LETTERS: tuple[Words, ...] = (
    *TICKET_LETTERS,
    FORWARDED,
    INVITATION,
    RESET,
    NEW_ADMIN,
    WIDEST_KEY,
    KEYS_LEFT,
    MUCH,
    TRIES,
    CHANGED,
    NEWS_ANSWERED,
    OWN,
    NEWS,
    WEEK,
)

every_letter = pytest.mark.parametrize("words", LETTERS, ids=lambda words: type(words).__name__)
every_ticket_letter = pytest.mark.parametrize("words", TICKET_LETTERS, ids=lambda words: type(words).__name__)


def test_these_tests_see_every_kind_of_letter() -> None:
    assert {type(words) for words in LETTERS} == set(KINDS.values())


def test_every_kind_is_written_from_what_its_job_is_about() -> None:
    assert KINDS.keys() == set(LetterKind)
    assert ON_ACCOUNTS.keys() | ON_ALARMS.keys() == ABOUT_ACCOUNTS
    assert ON_TICKETS.keys() == {row.letter for row in NOTICES if row.letter} | {LetterKind.MEMBER_UNCLEAR}


@every_letter
def test_the_link_is_in_both_forms(words: Words) -> None:
    written, linked = letter(words), words is not FORWARDED  # who gets that one may follow nothing
    assert (URL in written.text.split()) is linked
    assert (f'href="{URL}"' in written.html) is linked


@every_letter
def test_the_plain_text_is_no_html_and_ends_with_a_signature_that_mail_programs_fold(words: Words) -> None:
    text = letter(words).text
    assert not re.search(r"</?(p|div|a|b|strong)\b", text)
    assert text.count("\n-- \n") == 1
    assert "Acme Support" in text


@every_letter
def test_the_html_needs_no_style_sheet_no_table_and_loads_nothing(words: Words) -> None:
    html = letter(words).html
    assert not re.search(r"<(table|style|script|img|link|iframe)\b|url\(", html)
    assert 'lang="en"' in html


@every_letter
def test_the_html_sets_text_colour_only_together_with_its_background(words: Words) -> None:
    for style in re.findall(r'style="([^"]*)"', letter(words).html):
        assert bool(re.search(r"(^|;)color:", style)) == ("background-color:" in style)


@every_ticket_letter
def test_the_subject_starts_with_the_reference_and_to_members_with_what_happened(words: Words) -> None:
    happened, reference, _ = letter(words).subject.partition("[TKT-0042] ")
    assert reference
    told = {
        NEW: "New ticket: ",
        ASSIGNED: "Assigned to you: ",
        SLA: "SLA missed: ",
        REPLIED: "Customer replied: ",
        MENTIONED: "You were mentioned: ",
        UNCLEAR: "Not sent: ",
    }
    assert happened == told.get(words, "")


def test_a_confirmation_has_no_room_for_anything_the_sender_wrote_beside_what_the_desk_says() -> None:
    assert {field.name for field in fields(Confirmation)} == {"desk_name", "ref", "url", "said"}


def test_a_confirmation_tells_the_reference_and_how_to_add_to_it() -> None:
    text = letter(CONFIRMATION).text
    assert "reference is TKT-0042" in text
    assert "reply to this email" in text


def test_a_reply_begins_with_the_agent_s_own_words_and_is_signed() -> None:
    written = letter(REPLY)
    assert written.text.startswith("Hello Maya,\n\nit **works** again.\n\nAna K., Acme Support\n\n-- \nTKT-0042\n")
    assert written.html.partition("<body")[2].find("<p>Hello Maya,") < written.html.partition("<body")[2].find("Ana K.")
    assert ANSWER.html in written.html


def test_the_subject_of_what_goes_back_and_forth_stays_the_same_so_that_mail_programs_group_it() -> None:
    assert len({letter(words).subject for words in (REPLY, CREATED, STATUS, RESOLVED)}) == 1


def test_a_ticket_opened_for_a_customer_says_by_whom_and_quotes_what_it_is_about() -> None:
    text = letter(CREATED).text
    assert "Acme Support created a request for you: Checkout fails" in text
    assert ANSWER.typed in text


def test_a_changed_status_is_said_in_plain_words() -> None:
    assert "Waiting for your reply" in letter(STATUS).text
    assert "Waiting for your reply" in letter(STATUS).html


def test_a_solution_is_told_with_its_notes_and_how_to_come_back() -> None:
    text = letter(RESOLVED).text
    assert ANSWER.typed in text
    assert "Reply to this email, and we'll look at it again" in text


def test_the_survey_is_offered_only_where_there_is_one() -> None:
    survey = "https://help.example.com/portal/acme/t/42.c1.abc/rate"
    assert "how we did" not in letter(RESOLVED).text
    rated = letter(replace(RESOLVED, rate_url=survey))
    assert survey in rated.text
    assert f'href="{survey}"' in rated.html


@pytest.mark.parametrize("words", [replace(RESOLVED, resolution=None), replace(CREATED, description=None)])
def test_without_a_text_nothing_is_quoted(words: Words) -> None:
    assert "border-left" not in letter(words).html
    assert "\n\n\n" not in letter(words).text


def test_a_member_learns_who_wrote_about_what_and_how_urgent_it_is() -> None:
    text = letter(NEW).text
    assert "Title: Checkout fails\nCustomer: Maya Osei <maya@example.com>\nPriority: Urgent\n" in text
    assert ANSWER.typed in text


def test_a_fact_that_is_not_known_is_left_out() -> None:
    assert "Customer" not in letter(ASSIGNED).text


def test_an_assignment_names_who_made_it_when_somebody_did() -> None:
    assert letter(ASSIGNED).text.startswith("Bo M. assigned a ticket to you.")
    assert letter(replace(ASSIGNED, assigned_by="")).text.startswith("A ticket was assigned to you.")


@pytest.mark.parametrize("words", [REPLIED, MENTIONED])
def test_a_member_reads_who_said_what_and_when_by_their_own_clock(words: Words) -> None:
    written = letter(words)
    assert ANSWER.typed in written.text
    assert ANSWER.html in written.html
    assert "Written on: 25 November 2026, 16:30 (Europe/Berlin)" in written.text


def test_a_member_is_told_what_becomes_of_their_answer() -> None:
    assert "is sent to the customer" in letter(REPLIED).text
    assert "#note" in letter(REPLIED).text
    assert "internal note; it is not sent to the customer" in letter(MENTIONED).text
    assert "is sent to the customer" not in letter(MENTIONED).text


def test_words_that_may_be_somebody_elses_are_said_to_be() -> None:
    assert "unverified" in letter(replace(REPLIED, unsure=True)).text
    assert "unverified" not in letter(REPLIED).text


def test_a_line_that_was_not_understood_is_named_and_may_be_missing() -> None:
    assert "Your line: #asign ana" in letter(UNCLEAR).text
    assert "Your line" not in letter(replace(UNCLEAR, line="")).text


def test_news_of_several_tickets_is_told_ticket_by_ticket() -> None:
    written = letter(NEWS)
    assert written.subject == "Updates on 2 tickets"
    assert f"[TKT-0042] Checkout fails\n{URL}\nBo M. assigned a ticket to you." in written.text
    assert "[TKT-0043] Checkout fails" in written.text
    assert ANSWER.typed in written.text
    assert ANSWER.html in written.html
    assert "can't reply to it" in written.text


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        (replace(NEWS, waited=True), "While you were away: 2 tickets"),
        (
            replace(NEWS, told=(NEWS.told[0], TicketNews(on=replace(ON, ref="TKT-0044"), words=ASSIGNED))),
            "Assigned to you: 2 tickets",
        ),
        (replace(NEWS, told=(NEWS.told[0],) * 2), "Assigned to you: [TKT-0042] Checkout fails"),
    ],
)
def test_the_subject_of_news_says_what_happened(words: MemberNews, subject: str) -> None:
    assert letter(words).subject == subject


def test_news_of_one_ticket_say_how_they_are_answered() -> None:
    assert "is sent to the customer" in letter(replace(NEWS, told=(NEWS.told[1],) * 2)).text


def test_whoever_hears_of_others_tickets_reads_whose_they_are() -> None:
    assert letter(replace(ASSIGNED, to="Cy L.")).subject == "Assigned to Cy L.: [TKT-0042] Checkout fails"
    assert letter(replace(NEW, to="Cy L.")).text.startswith("A new ticket is assigned to Cy L.")
    assert letter(replace(NEW, nobodys=True)).text.startswith("There is a new unassigned ticket.")
    others = replace(
        NEWS, told=tuple(TicketNews(on=replace(ON, ref=ref), words=replace(ASSIGNED, to="Cy L.")) for ref in "ab")
    )
    assert letter(others).subject == "Updates on 2 tickets"


@pytest.mark.parametrize("language", sorted(locales.languages()))
def test_a_change_of_the_account_says_what_when_and_what_to_do_in_every_language(language: str) -> None:
    said = [letter(replace(CHANGED, what=what), language) for what in (*AccountChange, "other")]
    assert len({each.subject for each in said}) == len({each.text for each in said}) == len(said)
    for each in said:
        assert "16:30" in each.text
        assert locales.plain(language)("letter.account_changed.what_to_do") in " ".join(each.text.split())


def test_a_change_that_only_a_later_release_knows_is_told_all_the_same() -> None:
    at = datetime(2026, 11, 25, 16, 30, tzinfo=UTC)
    about = AboutAccount(sender_name="Acme Support", language="", name="passkey_added", at=at)
    assert letter(AccountChanged.of(about, URL)).subject == "Your account was changed"


def test_links_that_expire_say_when() -> None:
    assert "valid for 7 days" in letter(INVITATION).text
    assert "valid for 1 hour" in letter(RESET).text


def test_a_reset_is_for_an_account_and_of_no_desk() -> None:
    written = letter(RESET)
    assert written.subject == "Set a new password"
    assert "for the account ana@acme.example." in written.text


def test_a_reset_nobody_asked_for_can_be_ignored() -> None:
    assert "ignore this email" in letter(RESET).text


def test_what_people_typed_is_never_markup() -> None:
    evil = "<script>alert(1)</script>\"'"
    written = letter(replace(NEW, desk_name=evil, ref=evil, title=evil, customer=evil))
    assert "<script" not in written.html
    assert evil in written.text


def test_html_that_was_not_marked_as_sanitised_is_escaped() -> None:
    careless = RichText(typed="x", html="<img src=x>")  # type: ignore[arg-type]
    assert "<img" not in letter(replace(REPLY, body=careless)).html


def test_a_subject_is_one_line_whatever_the_title_holds() -> None:
    title = "Hello\r\nBcc: all@example.com\u2028\x00\x85 there  "
    assert letter(replace(REPLY, title=title)).subject == "[TKT-0042] Hello Bcc: all@example.com there"


def test_braces_in_a_title_are_only_braces() -> None:
    assert letter(replace(REPLY, title="{ref} {0} {")).subject == "[TKT-0042] {ref} {0} {"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//example.com", "", "https://a.example/ b", 'https://a.example/"']
)
def test_a_link_that_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not a web address"):
        letter(replace(REPLY, url=url))


def test_a_language_without_a_catalogue_is_answered_in_english() -> None:
    assert letter(REPLY, "tlh") == letter(REPLY, "en")


@pytest.mark.parametrize(("language", "words"), [("en", "(no text)"), ("de", "(kein Text)")])
def test_a_member_reads_that_a_request_came_without_words(language: str, words: str) -> None:
    alone = letter(replace(NEW, description=None, alone=True), language)
    assert (words in alone.text, words in alone.html) == (True, True)
    assert words not in letter(replace(NEW, description=None), language).text


def test_a_week_is_told_in_numbers_that_lead_to_their_pages_beside_the_week_before() -> None:
    written = letter(WEEK)
    assert written.subject == "Acme Support: weekly report, 23 November to 29 November 2026"
    lines = written.text.splitlines()
    assert lines[2:7] == [
        "Overview",
        "* Arrived: 1,240 (week before: 980)",
        "* Resolved: 1,198 (week before: 0)",
        "* Open at the end of the week: 31 (week before: 1)",
        "https://desk.example.com/console/reports/overview?from=2026-11-23&to=2026-11-29",
    ]
    assert "* Resolution, median: 1 d 2 h (week before: no data)" in lines
    assert "* First reply in time: 92% of 25 (week before: no data)" in lines
    assert "* Former member: replies 1, resolved 0" in lines
    numbers = re.findall(r"<strong>(.*?)</strong></a>", written.html)
    assert len(numbers) == sum(line.startswith("* ") for line in lines)
    assert written.html.count("/console/reports/team?from=2026-11-23&amp;to=2026-11-29") == 5


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Average rating: 4.67 of 5, n = 3"),
        ("de", "Eingegangen: 1.240 (Woche davor: 980)"),
        ("de", "Durchschnittliche Bewertung: 4,67 von 5, n = 3"),
        ("de", "Erste Antwort rechtzeitig: 92\u00a0% von 25"),
        ("es", "Valoración media: 4,67 de 5, n = 3"),
        ("fr", "Reçus: 1\u202f240 (semaine précédente : 980)"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(language: str, told: str) -> None:
    assert f"* {told}" in letter(WEEK, language).text


def test_a_week_over_new_year_has_the_year_that_it_ends_in() -> None:
    newest = replace(WEEK, monday=date(2026, 12, 28))
    assert letter(newest, "de").subject.endswith("28. Dezember bis 3. Januar 2027")
    assert letter(replace(WEEK, monday=date(2027, 2, 1)), "fr").subject.endswith("1er février au 7 février 2027")


def test_a_week_that_is_still_being_counted_says_so_and_a_trial_who_asked() -> None:
    assert "still being counted" not in letter(WEEK).text
    assert "still being counted" in letter(replace(WEEK, unfinished=True)).text
    assert "an admin of Acme Support chose you" in letter(WEEK).text
    assert "you asked for it" in letter(replace(WEEK, trial=True)).text


def test_of_a_week_without_anything_one_line_is_told_whatever_is_open() -> None:
    text = letter(replace(WEEK, now=WeekNumbers(open=31))).text
    assert text.startswith("Nothing happened at Acme Support in the week from 23 November to 29 November 2026: ")
    assert "* " not in text


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(1, "1 min"), (3599, "60 min"), (3600, "1 h"), (5430, "1 h 30 min"), (86_400, "1 d"), (1_000_000, "12 d")],
)
def test_a_span_is_told_in_two_units_at_most(seconds: int, told: str) -> None:
    assert f"First reply, median: {told} (" in letter(replace(WEEK, now=replace(WEEK.now, first=seconds))).text
