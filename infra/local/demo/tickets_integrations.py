"""Demo tickets about mail, the API and other programs."""

from __future__ import annotations

from infra.local.demo.model import DemoTicket, ago, change, message, note, reply

TICKETS = (
    DemoTicket(
        title="Checkout answers 502 through the API",
        customer="grace",
        ago=ago("2h"),
        channel="api",
        type="bug_report",
        priority="urgent",
        labels=("api", "vip"),
        assignee="ben",
        text=(
            "Our own website books through your API. Since about an hour `POST /bookings` answers with 502 about every"
            " third time:\n\n```\nHTTP/1.1 502 Bad Gateway\nx-request-id: 6f1c0a\n```\n\nBookings are made"
            " nevertheless, so people book twice."
        ),
        steps=(
            note("9m", "ben", "Request 6f1c0a took 31 s. The database's slow log is full since the index build began."),
            reply(
                "6m",
                "ben",
                "Hello Grace,\n\nwe see it and have stopped a job that got in the way; the 502s should be gone within"
                " five minutes. Please send an `Idempotency-Key` with every booking: then a second try can't book"
                " twice.",
            ),
        ),
    ),
    DemoTicket(
        title="Webhook comes twice for every payment",
        customer="maya",
        ago=ago("4d 8h"),
        channel="api",
        type="bug_report",
        labels=("api", "vip"),
        assignee="ben",
        text="Our bookkeeping gets each `payment.succeeded` two times, ten seconds apart. Same id, same content.",
        steps=(
            note(
                "4m",
                "ben",
                "Our log shows their side answering after 12 s, each time. We give up at 10 and send again.",
            ),
            reply(
                "2h",
                "ben",
                "Hello Maya,\n\nwe send again when no answer came within ten seconds. How long does your side take?",
                "waiting",
            ),
            message("22h", "Uh, twelve seconds. It writes to the bookkeeping first and answers then."),
            reply(
                "30m",
                "ben",
                "That explains it. Answer at once and write afterwards, and leave out ids you have seen: then it"
                " doesn't matter how often we send.",
                "waiting",
            ),
        ),
    ),
    DemoTicket(
        title="Where do I find my API key?",
        customer="paul",
        ago=ago("7d 8h"),
        channel="portal",
        priority="low",
        labels=("api",),
        assignee="carla",
        text="The manual says “copy your key from the settings”, but there is no key in my settings.",
        steps=(
            note(
                "4m",
                "carla",
                "He signed up through his workshop's invitation, so he is an employee there though he owns it.",
            ),
            reply(
                "6h",
                "carla",
                "Hello Paul,\n\nonly owners see that page, and you are entered as an employee of your own workshop. I"
                " have put that right; the key is under *Settings → API*.",
                "resolved",
            ),
        ),
    ),
    DemoTicket(
        title="Newsletter sign-ups do not reach our list",
        customer="priya",
        ago=ago("3d 9h"),
        type="support_ticket",
        labels=("mail",),
        assignee="carla",
        text="The box “keep me posted” is ticked by many, yet no address has come over for two weeks.",
        steps=(
            note(
                "4m", "carla", "Permission ran out on the 9th. The log has 214 addresses that can be sent over again."
            ),
            reply(
                "3h",
                "carla",
                "Hello Priya,\n\nthe connection to your list ran out on the day it stopped: such permissions last a"
                " year. Please press *Integrations → Newsletter → Connect again*. The missing addresses come over"
                " then.",
                "waiting",
            ),
        ),
    ),
    DemoTicket(
        title="Mails to hotmail addresses bounce",
        customer="ruth",
        ago=ago("16h"),
        type="bug_report",
        priority="high",
        labels=("mail",),
        text="Every reminder to an address there comes back with “blocked”. It concerns a third of our parents.",
        steps=(
            note(
                "4m",
                "ben",
                "One of our sending addresses is on their list since Tuesday. Form to get off it is filled in.",
            ),
        ),
    ),
    DemoTicket(
        title="Cash register and Acme disagree by a few cents",
        customer="tom",
        ago=ago("5d 6h"),
        type="bug_report",
        labels=("payments", "api"),
        assignee="ben",
        text="At the end of the day the till shows 812.37, Acme 812.41. It's never much, but it's never equal.",
        steps=(
            reply(
                "7h",
                "ben",
                "Hello Tom,\n\ncould you send me one day's list from the till? I suspect that one side rounds the tax"
                " per line and the other per receipt.",
                "waiting",
            ),
            message("1d 8h", "Attached to a mail that I've sent to this address. It's last Tuesday."),
            note(
                "5h", "ben", "As thought: till rounds per line. Four receipts with three lines each make the 4 cents."
            ),
            change("10m", "ben", status="in_progress"),
        ),
    ),
    DemoTicket(
        title="May we show our timetable on the school's website?",
        customer="elena",
        ago=ago("50m"),
        channel="portal",
        type="customer_request",
        priority="low",
        text="The music school would like to embed my free hours. Is that allowed, and how is it done?",
        steps=(note("4m", "carla", "Allowed with every plan. There is a page in the manual, but only in German."),),
    ),
)
