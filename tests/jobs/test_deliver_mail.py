"""Every mail leaves once: whatever the carrier answers, whoever else tries, in whatever order the news come."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any

import pytest

from chalicelib.jobs.deliver_mail import NEEDED, handle
from tests.jobs import scenes
from tests.jobs.calling import call, carrier_answers, carrier_out_of_reach, drain, items, pump
from tests.jobs.interruptions import calls_made_by, counting, let_leases_run_out
from tests.jobs.scenes import Stage
from tests.jobs.world import FIRST_NUMBER
from tests.support.cuts import cut
from tests.support.desk import SUPPORT, Desk


@pytest.fixture
def stage(bare_desk: Desk) -> Stage:
    """A ticket whose customer was told, and a reply on it that waits in the mail queue."""
    stage = scenes.stage(bare_desk)
    scenes.create()(stage)
    scenes.settled(stage)
    scenes.reply()(stage)
    for stream in bare_desk.pumps.streams:
        while stream.step():
            continue
    return stage


def state(stage: Stage) -> tuple[str, str]:
    """Of the reply's mail: what the job says, and what the message shows."""
    (job,) = [item for item in items(stage.desk, "mail") if '"agent_reply"' in item["d"]["S"]]
    return job["s"]["S"], reply_of(stage)["delivery"]["status"]


def reply_of(stage: Stage) -> dict[str, Any]:
    """The reply, as the time line shows it."""
    entries: list[dict[str, Any]] = stage.call("GET", f"{scenes.TICKET}/timeline").json()["items"]
    (reply,) = [entry for entry in entries if entry["kind"] == "agent_reply"]
    return reply


def replies(stage: Stage) -> int:
    return sum("Which cards?" in mail.text for mail in stage.desk.sent)


def test_a_mail_goes_out_and_its_state_shows_on_the_message(stage: Stage) -> None:
    assert state(stage) == ("queued", "queued")
    assert call(stage.desk, "deliver_mail", *drain(stage.desk, "deliver_mail")) == []
    assert (state(stage), replies(stage)) == (("sent", "sent"), 1)
    stage.desk.settle()
    assert (state(stage), replies(stage)) == (("delivered", "delivered"), 1)


def test_complaints_are_told_apart_by_desk_and_kind_of_mail(stage: Stage) -> None:
    """SES makes the header Feedback-ID of these two tags; the job's own tell its events what they are about."""
    assert call(stage.desk, "deliver_mail", *drain(stage.desk, "deliver_mail")) == []
    told = stage.desk.sent[-1].tags
    assert {name: told[name] for name in told if name.startswith("ses:")} == {
        "ses:feedback-id-a": "acme",
        "ses:feedback-id-b": "agent_reply",
    }


@contextmanager
def requests_to_the_table() -> Iterator[list[str]]:
    """The operations of the app, each with the kind of item that it goes to; a query reads a ticket."""
    made: list[str] = []

    def note(make: Any, self: Any, operation: str, parameters: Any) -> Any:
        if "TableName" in parameters:
            key = parameters.get("Key") or parameters.get("Item") or {"sk": {"S": "TICKET"}}
            made.append(f"{operation} {key['sk']['S'].partition('#')[0]}")
        return make(self, operation, parameters)

    with calls_made_by(note):
        yield made


def test_delivering_a_reply_reads_its_message_its_ticket_and_its_contact_once_and_its_job_by_claiming_it(
    stage: Stage,
) -> None:
    (body,) = drain(stage.desk, "deliver_mail")
    with requests_to_the_table() as made:
        assert call(stage.desk, "deliver_mail", body) == []
    assert replies(stage) == 1
    assert made == [
        "UpdateItem MAIL",
        "GetItem L",
        "Query TICKET",
        "GetItem CONTACT",
        "PutItem sent",
        "UpdateItem MAIL",
        "UpdateItem L",
    ]


def test_a_mail_that_the_carrier_takes_from_the_desks_sender_alone_is_not_read_anew_for_it(stage: Stage) -> None:
    billing = {"address": "billing@elsewhere.example", "name": "Acme Billing"}
    token = stage.desk.add_member("Cy L.", "cy@acme.example", "admin").token
    assert stage.desk.http("POST", "/v1/acme/mailboxes", json=billing, token=token).status == 201
    written = b"From: noa@example.com\r\nSubject: Invoice\r\nMessage-ID: <b1@example.com>\r\n\r\nWhere is it?\r\n"
    stage.desk.receive(written, "noa@example.com", [billing["address"]])
    for one in (pump(stage.desk, "ingest_mail"), *stage.desk.pumps.streams):
        while one.step():
            continue
    (body,) = [one for one in drain(stage.desk, "deliver_mail") if str(FIRST_NUMBER + 2) in one]
    unknown_sender = carrier_answers("MessageRejected", NOT_VERIFIED, sender=billing["address"])
    with unknown_sender, requests_to_the_table() as made:
        assert call(stage.desk, "deliver_mail", body) == []
    sent = stage.desk.sent[-1]
    assert (sent.to, sent.addresses("From")) == (("noa@example.com",), [SUPPORT])
    assert [one for one in made if one.startswith(("GetItem", "Query"))] == [
        "GetItem ADDR",
        "GetItem CONTACT",
        "Query TICKET",
        "GetItem CONTACT",
    ], "whether they complained, the ticket, where they are now"


def test_a_message_that_comes_again_sends_nothing_again(stage: Stage) -> None:
    (body,) = drain(stage.desk, "deliver_mail")
    assert call(stage.desk, "deliver_mail", body, body) == []
    assert call(stage.desk, "deliver_mail", body) == []
    assert replies(stage) == 1


def test_a_worker_that_died_keeps_others_off_until_its_lease_is_over(stage: Stage) -> None:
    (body,) = drain(stage.desk, "deliver_mail")
    with cut(after=1) as calls:  # the claim is the first call
        call(stage.desk, "deliver_mail", body)
    assert calls.made[-1] == "dynamodb.UpdateItem"
    assert call(stage.desk, "deliver_mail", body) == [body]
    assert (state(stage)[0], replies(stage)) == ("sending", 0)
    let_leases_run_out(stage.desk)
    assert call(stage.desk, "deliver_mail", body) == []
    assert replies(stage) == 1


def test_a_worker_that_died_after_the_carrier_took_the_mail_has_it_settled_by_the_carriers_news(stage: Stage) -> None:
    (body,) = drain(stage.desk, "deliver_mail")
    number = 0
    while replies(stage) == 0:
        number += 1
        let_leases_run_out(stage.desk)
        with cut(after=number) as calls:
            call(stage.desk, "deliver_mail", body)
    assert calls.made[-1].endswith("SendEmail")
    assert state(stage)[0] == "sending"
    while pump(stage.desk, "record_delivery").step():
        continue
    let_leases_run_out(stage.desk)
    assert call(stage.desk, "deliver_mail", body) == []
    assert (state(stage), replies(stage)) == (("delivered", "delivered"), 1)


NOT_VERIFIED = "Email address is not verified. The following identities failed the check in region US-EAST-1: "
FAULTS_OF_OURS = [
    ("TooManyRequestsException", "Maximum sending rate exceeded."),
    ("ThrottlingException", "Daily message quota exceeded."),
    ("LimitExceededException", "no"),
    ("AccountSuspendedException", "no"),
    ("SendingPausedException", "Email sending is paused for the account."),
    ("MailFromDomainNotVerifiedException", "no"),
    ("NotFoundException", "Configuration set <desk> does not exist."),
    ("AccessDeniedException", "User is not authorized to perform: ses:SendEmail"),
    ("ExpiredTokenException", "The security token included in the request is expired"),
    ("MessageRejected", NOT_VERIFIED + "support@acme.example"),
    ("MessageRejected", "Daily message quota exceeded."),
    ("MessageRejected", "Maximum sending rate exceeded."),
    ("MessageRejected", "Sending suspended for this account. Please check the inbox of your AWS account."),
    ("BadRequestException", "Sending paused for this account."),
    ("SomethingNewException", "no"),
]


@pytest.mark.parametrize(("code", "message"), FAULTS_OF_OURS)
def test_what_is_wrong_with_our_account_costs_no_mail(stage: Stage, code: str, message: str) -> None:
    (body,) = drain(stage.desk, "deliver_mail")
    with carrier_answers(code, message):
        assert call(stage.desk, "deliver_mail", body) == []
        assert call(stage.desk, "deliver_mail", body) == []
    assert state(stage) == ("queued", "queued"), "as a release that holds nothing knows it"
    assert call(stage.desk, "deliver_mail", body) == []
    assert (state(stage), replies(stage)) == (("sent", "sent"), 1)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("MessageRejected", "Header too long: 'References'."),
        ("MessageRejected", "The message contained a virus."),
        ("BadRequestException", "Local address contains\ncontrol or whitespace"),
        ("InvalidParameterValue", "Illegal address"),
    ],
)
def test_a_mail_the_carrier_will_never_take_is_failed_with_its_reason(stage: Stage, code: str, message: str) -> None:
    (body,) = drain(stage.desk, "deliver_mail")
    with carrier_answers(code, message):
        assert call(stage.desk, "deliver_mail", body) == []
    assert call(stage.desk, "deliver_mail", body) == []
    assert (state(stage), replies(stage)) == (("failed", "failed"), 0)
    assert reply_of(stage)["delivery"]["detail"] == " ".join(message.split())


def test_a_mail_to_an_address_that_no_mail_goes_to_is_failed_and_said_so(stage: Stage) -> None:
    stage.call("PATCH", scenes.TICKET, {"contact": {"email": "müller@example.com"}})
    stage.call("POST", f"{scenes.TICKET}/replies", {"body": "Does it reach you?"})
    stage.desk.settle()
    entries = stage.call("GET", f"{scenes.TICKET}/timeline").json()["items"]
    (reply,) = [entry for entry in entries if entry["body_text"] == "Does it reach you?"]
    assert reply["delivery"]["status"] == "failed"
    assert reply["delivery"]["detail"]


@pytest.mark.parametrize("trouble", [partial(carrier_answers, "InternalFailure", status=500), carrier_out_of_reach])
def test_a_fault_of_the_carrier_leaves_the_lease_and_the_mail_goes_out_later(
    stage: Stage, trouble: Callable[[], AbstractContextManager[None]]
) -> None:
    """It may have the mail: its own news settle that before the lease is over."""
    (body,) = drain(stage.desk, "deliver_mail")
    with trouble():
        assert call(stage.desk, "deliver_mail", body) == []
    assert state(stage)[0] == "sending"
    assert pump(stage.desk, "deliver_mail").bodies() == [body], "waits in the queue until then"
    assert call(stage.desk, "deliver_mail", body) == [body]
    let_leases_run_out(stage.desk)
    assert call(stage.desk, "deliver_mail", body) == []
    assert replies(stage) == 1


def test_one_mail_that_fails_holds_up_no_other(stage: Stage) -> None:
    (body,) = drain(stage.desk, "deliver_mail")
    assert call(stage.desk, "deliver_mail", "no JSON", body, {"id": "x", "workspace": "nobody", "number": 1}) == [
        "no JSON",
        json.dumps({"id": "x", "workspace": "nobody", "number": 1}),
    ]
    assert replies(stage) == 1


@pytest.mark.parametrize("job", [{"id": "01X.y", "workspace": "acme", "number": 9}, {"id": "a01X"}])
def test_a_job_that_is_gone_is_done(stage: Stage, job: dict[str, Any]) -> None:
    assert call(stage.desk, "deliver_mail", job) == []


def event(stage: Stage, kind: str, **more: Any) -> dict[str, Any]:
    """What SES says of the reply's mail."""
    (job,) = [json.loads(body) for body in stage.bodies]
    tags = {"workspace": [job["workspace"]], "ticket": [str(job["number"])], "job": [job["id"]]}
    return {"eventType": kind, "mail": {"messageId": "ses-1", "tags": tags}, **more}


@pytest.fixture
def sent(stage: Stage) -> Stage:
    """The reply has been sent, and no news came yet."""
    stage.bodies = drain(stage.desk, "deliver_mail")  # type: ignore[attr-defined]
    call(stage.desk, "deliver_mail", *stage.bodies)
    drain(stage.desk, "record_delivery")
    return stage


BOUNCE = {"bounce": {"bounceType": "Permanent"}}


@pytest.mark.parametrize(
    ("kinds", "end"),
    [
        (["Send"], "sent"),
        (["Delivery", "Send"], "delivered"),
        (["Send", "Delivery", "Delivery"], "delivered"),
        (["Delivery", "Bounce", "Send"], "bounced"),
        (["Bounce", "Delivery"], "bounced"),
        (["Open", "Click", "DeliveryDelay", "SomethingNew"], "sent"),
        (["Complaint", "Delivery", "Send"], "complained"),
    ],
)
def test_news_come_in_any_order_and_more_than_once(sent: Stage, kinds: list[str], end: str) -> None:
    news = [event(sent, kind, **(BOUNCE if kind == "Bounce" else {})) for kind in kinds]
    assert call(sent.desk, "record_delivery", *news) == []
    assert call(sent.desk, "record_delivery", *news) == []
    assert state(sent) == (end, end)


def test_news_that_are_overtaken_by_newer_ones_do_not_show(sent: Stage) -> None:
    """Between reading how far the mail got and showing it, another worker learns more, and is quicker."""
    others = [event(sent, "Delivery")]

    def overtaken(make: Any, self: Any, operation: str, parameters: Any) -> Any:
        if operation == "UpdateItem" and "dl" in parameters["ExpressionAttributeNames"].values() and others:
            call(sent.desk, "record_delivery", others.pop())
        return make(self, operation, parameters)

    with calls_made_by(overtaken):
        assert call(sent.desk, "record_delivery", event(sent, "Send")) == []
    assert others == []
    assert state(sent) == ("delivered", "delivered")


def delays(stage: Stage) -> list[dict[str, Any]]:
    """What the history tells of mails that are late."""
    entries = stage.call("GET", f"{scenes.TICKET}/timeline").json()["items"]
    events = [entry["event"] for entry in entries if entry["kind"] == "event"]
    return [event["changes"] for event in events if event["type"] == "ticket.mail_delayed"]


def test_a_mail_that_is_late_is_told_once_and_has_not_failed(sent: Stage) -> None:
    late = {"delayedRecipients": [{"diagnosticCode": "smtp; 451 4.7.1\n greylisted"}], "delayType": "SpamDetected"}
    before = sent.call("GET", scenes.TICKET).json()["updated_at"]
    told = event(sent, "DeliveryDelay", deliveryDelay=late)
    assert call(sent.desk, "record_delivery", told, told) == []
    assert delays(sent) == [
        {
            "address": {"from": None, "to": "maya@example.com"},
            "detail": {"from": None, "to": "smtp; 451 4.7.1 greylisted"},
        }
    ]
    assert state(sent) == ("sent", "sent")
    assert sent.call("GET", scenes.TICKET).json()["updated_at"] == before
    assert call(sent.desk, "record_delivery", event(sent, "Delivery")) == []
    assert state(sent) == ("delivered", "delivered")


def test_of_a_mail_that_arrived_no_delay_is_told(sent: Stage) -> None:
    news = [event(sent, "Delivery"), event(sent, "DeliveryDelay", deliveryDelay={"delayType": "General"})]
    assert call(sent.desk, "record_delivery", *news) == []
    assert delays(sent) == []


def test_a_bounce_that_may_pass_says_nothing_final(sent: Stage) -> None:
    assert call(sent.desk, "record_delivery", event(sent, "Bounce", bounce={"bounceType": "Transient"})) == []
    assert state(sent) == ("sent", "sent")


@pytest.mark.parametrize(
    ("bounce", "marked"),
    [
        ({"bounceType": "Transient", "bouncedRecipients": [{"action": "failed", "status": "5.2.2"}]}, []),
        ({"bounceType": "Permanent", "bouncedRecipients": [{"diagnosticCode": "smtp; 552 5.2.2 over quota"}]}, []),
        ({"bounceType": "Permanent", "bounceSubType": "NoEmail"}, ["maya@example.com"]),
        ({"bounceType": "Permanent", "bouncedRecipients": [{"status": "5.1.1"}]}, ["maya@example.com"]),
    ],
)
def test_only_a_bounce_for_want_of_a_reader_marks_the_address(
    sent: Stage, bounce: dict[str, Any], marked: list[str]
) -> None:
    assert call(sent.desk, "record_delivery", event(sent, "Bounce", bounce=bounce)) == []
    assert state(sent) == ("bounced", "bounced")
    with sent.desk.ports.open("acme") as room:
        (contact,) = room.contacts.list(10, None).items
    assert list(contact.undeliverable) == marked


def test_news_of_mails_that_are_not_ours_are_passed_over(sent: Stage) -> None:
    foreign = {"eventType": "Delivery", "mail": {"messageId": "x", "tags": {"campaign": ["1"]}}}
    gone = {"eventType": "Delivery", "mail": {"messageId": "x", "tags": {"job": ["a01GONE"]}}}
    assert call(sent.desk, "record_delivery", foreign, gone, {"eventType": "Delivery", "mail": {}}) == []
    assert state(sent) == ("sent", "sent")


def test_a_forgotten_password_of_nobody_sends_no_mail(bare_desk: Desk) -> None:
    stage = scenes.stage(bare_desk)
    scenes.forget_the_password(stage)
    bare_desk.settle()
    (job,) = items(bare_desk, "mail")
    assert (bare_desk.sent, job["s"]["S"]) == ([], "failed")


def test_a_mail_that_there_is_no_time_for_is_left_untouched(stage: Stage) -> None:
    """The first takes so long that the function would end within the second."""
    stage.call("POST", f"{scenes.TICKET}/replies", {"body": "And which bank?"})
    for stream in stage.desk.pumps.streams:
        while stream.step():
            continue
    bodies = drain(stage.desk, "deliver_mail")
    messages = [
        {"messageId": str(number), "body": body, "eventSource": "aws:sqs"} for number, body in enumerate(bodies)
    ]
    left = iter([29_000, NEEDED - 1])
    with counting() as calls:
        answer = handle({"Records": messages}, lambda: next(left))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert sum(one.endswith("SendEmail") for one in calls) == 1
    assert sorted(job["s"]["S"] for job in items(stage.desk, "mail") if '"agent_reply"' in job["d"]["S"]) == [
        "queued",
        "sent",
    ]
