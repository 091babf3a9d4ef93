"""Demo tickets about the apps, the pages and what people wish for."""

from __future__ import annotations

from infra.local.demo.model import DemoTicket, ago, change, message, note, reply, resolve

TICKETS = (
    DemoTicket(
        title="App closes when I open the camera",
        customer="hiro",
        ago=ago("12d 2h"),
        type="bug_report",
        priority="high",
        labels=("mobile",),
        assignee="ben",
        text="Version 5.2 on an older phone: as soon as I tap “add picture” to a work, the app is gone.",
        steps=(
            reply("3h", "ben", "Hello Hiro,\n\nwhich phone is it, and which version of its system?", "waiting"),
            message("4h", "A Nordlys 4, system 12. My wife's newer one is fine."),
            note(
                "1d",
                "ben",
                "Happens on our test device with system 12 as well. Too little memory for the full picture.",
            ),
            reply(
                "2d",
                "ben",
                "We could repeat it and have a correction: version 5.2.1 makes the picture smaller before it is shown."
                " It should reach your store by tomorrow.",
                "waiting",
            ),
            message("1d 6h", "5.2.1 works. Thank you!"),
            resolve("1h", "ben", "Corrected in version 5.2.1: pictures are made smaller before they are shown."),
        ),
    ),
    DemoTicket(
        title="Text on the booking page is too pale to read",
        customer="ines",
        ago=ago("5d 3h"),
        type="bug_report",
        labels=("vip",),
        assignee="carla",
        text=(
            "Older guests ring us because they cannot read the grey text under the dates. I looked myself in the sun:"
            " they are right."
        ),
        steps=(
            reply(
                "5h",
                "carla",
                "Hello Inês,\n\nthank you for looking in the sun, few people do. The grey is ours, not yours; our"
                " designers have it on the table.",
            ),
            note("1h", "carla", "Measured: contrast 2.9 to 1. Should be 4.5. The calendar's legend has the same grey."),
        ),
    ),
    DemoTicket(
        title="Page is in English although Portuguese is set",
        customer="ines",
        ago=ago("18h"),
        channel="portal",
        type="bug_report",
        text="Since yesterday the booking page greets our guests in English. The settings still say Português.",
        steps=(
            note(
                "4m",
                "ben",
                "Since yesterday's release the browser's language goes before the setting. Three others wrote as well.",
            ),
        ),
    ),
    DemoTicket(
        title="Pictures on the start page load very slowly",
        customer="oskar",
        ago=ago("3d 4h"),
        type="support_ticket",
        assignee="carla",
        text="My portfolio page takes ten seconds on the phone. Visitors won't wait that long.",
        steps=(
            note("4m", "carla", "Forty pictures, 610 MB in all. The largest is 28 MB."),
            reply(
                "4h",
                "carla",
                "Hello Oskar,\n\nthe pictures on your page are beautiful and up to 28 MB each. May I switch on “fit to"
                " screen”? The originals stay as they are.",
                "waiting",
            ),
            message("6h", "Yes, do that."),
            change("1h", "carla", status="in_progress"),
        ),
    ),
    DemoTicket(
        title="Dark mode for the reception desk",
        customer="jonas",
        ago=ago("10d 1h"),
        channel="portal",
        type="feature_request",
        priority="low",
        labels=("wish",),
        text="Our reception is dim in the evening and your white calendar lights up the whole room.",
        steps=(
            note(
                "4m", "carla", "Same wish as from the two hotels last month. I'll ask the designers what it would take."
            ),
        ),
    ),
    DemoTicket(
        title="Printed day plan cuts off long names",
        customer="leila",
        ago=ago("4d 6h"),
        type="bug_report",
        priority="low",
        assignee="ben",
        text="On the printed plan “Konstantinopoulou-Baker” ends after fourteen letters. We hang it up every morning.",
        steps=(
            note(
                "4m",
                "ben",
                "The column is 90 points wide whatever is in it. Ten minutes of work, goes into the next version.",
            ),
            reply(
                "1d 2h",
                "ben",
                "Hello Leila,\n\nyou have found a column with a fixed width. With *Print → Landscape* the names fit"
                " for now; a proper correction comes with the next version.",
                "resolved",
            ),
        ),
    ),
    DemoTicket(
        title="Reminder by text message in the evening, please",
        customer="yusuf",
        ago=ago("1d 12h"),
        channel="chat",
        type="feature_request",
        priority="low",
        labels=("wish",),
        text="The reminders go out at six in the morning. Half of my customers are angry, the other half asleep.",
        steps=(
            note(
                "4m",
                "carla",
                "Time of sending is fixed for everybody at the moment. Ask whether an hour per business would do.",
            ),
        ),
    ),
    DemoTicket(
        title="Push notices arrive hours later",
        customer="paul",
        ago=ago("14h"),
        type="bug_report",
        labels=("mobile",),
        assignee="ben",
        text="A booking at 14:00, the notice on my phone at 18:20. I was standing in front of a closed door twice.",
        steps=(
            note("4m", "ben", "Delivered to his phone's maker at 14:00:02, so it's the phone that held it back."),
            reply(
                "50m",
                "ben",
                "Hello Paul,\n\nis the app allowed to run in the background, or does the phone save power? On most"
                " phones it is under *Settings → Battery*.",
                "waiting",
            ),
        ),
    ),
)
