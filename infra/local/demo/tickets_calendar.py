"""Demo tickets about bookings and calendars. Acme makes booking software for studios, practices and workshops."""

from __future__ import annotations

from infra.local.demo.model import DemoTicket, ago, change, message, note, reply, resolve

TICKETS = (
    DemoTicket(
        title="Double booking on Saturday morning",
        customer="maya",
        ago=ago("13d 4h"),
        type="bug_report",
        priority="high",
        labels=("calendar", "vip"),
        assignee="ben",
        text=(
            "Hi,\n\ntwo families turned up for the 10:00 harbour tour although it takes only one group. Both have a"
            " confirmation from you. How can that be? I had to send one of them away.\n\nMaya"
        ),
        steps=(
            reply(
                "25m",
                "ben",
                "Hello Maya,\n\nI'm sorry, that is exactly what must not happen. I see both bookings: they were made"
                " within the same second. I'm passing this to our developers now and will be back before noon.\n\nBen",
            ),
            note("10m", "ben", "Both rows have the same slot id. The lock on the slot is taken after the check."),
            reply(
                "3h",
                "ben",
                "We found the cause and a correction went out a few minutes ago: a slot is now reserved before the"
                " confirmation is written. I have credited you the month.",
                "resolved",
            ),
            message("1h", "Thank you Ben, that was quick. The credit is a nice touch."),
            resolve("30m", "ben", "A slot is reserved before the confirmation is written, so it can't be given twice."),
            change("7d", "ana", status="closed"),
        ),
    ),
    DemoTicket(
        title="Google calendar shows lessons one hour late",
        customer="elena",
        ago=ago("9d 2h"),
        type="bug_report",
        labels=("calendar",),
        assignee="carla",
        text=(
            "Since the clocks changed every piano lesson is one hour late in my Google calendar, but right in Acme."
            " My pupils are starting to arrive at odd times."
        ),
        steps=(
            reply(
                "2h",
                "carla",
                "Hello Elena,\n\nwhich time zone is set under *Settings → Studio*? And does it happen to new lessons,"
                " or only to those entered before the change?",
                "waiting",
            ),
            message("20h", "It says “UTC+1”, not a city. New lessons are wrong as well."),
            reply(
                "50m",
                "carla",
                "That's it: “UTC+1” has no summer time. Please choose your city there; the lessons in Google move"
                " within ten minutes.",
                "waiting",
            ),
            message("1d 3h", "They moved! Could the other entries not just be taken off that list?"),
            note(
                "15m",
                "carla",
                "Fair point. Four desks have an offset in place of a city. Put on the list for planning.",
            ),
            reply("20m", "carla", "I have suggested that to the team. Glad it works now.", "resolved"),
        ),
    ),
    DemoTicket(
        title="Can I block the whole of August?",
        customer="ines",
        ago=ago("6d 5h"),
        channel="portal",
        priority="low",
        labels=("calendar",),
        assignee="carla",
        text="We close from 1 to 31 August. Do I have to block every single day by hand?",
        steps=(
            note("4m", "carla", "Closures are easy to miss: fourth question about them since the menu was rearranged."),
            reply(
                "4h",
                "carla",
                "Hello Inês,\n\nno need: *Calendar → Closures → New* takes a span of days. Guests then see “closed"
                " until 1 September” in place of an empty calendar.",
                "resolved",
            ),
            message("2d", "Perfect, found it. Obrigada!"),
            change("40m", "carla", status="closed"),
        ),
    ),
    DemoTicket(
        title="Waiting list does not fill the gap when somebody cancels",
        customer="priya",
        ago=ago("2d 7h"),
        type="bug_report",
        priority="high",
        labels=("calendar",),
        assignee="ben",
        text=(
            "Three people cancelled for Tuesday's class and eleven are on the waiting list. Nobody was moved up. I only"
            " noticed because the room was half empty."
        ),
        steps=(
            change("35m", "ana", assignee="ben", priority="high"),
            reply(
                "25m",
                "ben",
                "Hello Priya,\n\nthat should have happened by itself within a minute. I'm looking at Tuesday's class"
                " now.",
            ),
            note("2h", "ben", "People are moved up only if they have a card on file. Hers pay at the door."),
            note("1h", "ana", "Then the page must say so, or the rule must go. I'd let it go. @Ben can you ask?"),
        ),
    ),
    DemoTicket(
        title="Bookings from the widget arrive without a phone number",
        customer="leila",
        ago=ago("1d 3h"),
        channel="chat",
        type="bug_report",
        labels=("calendar",),
        text="The field is marked as required, still about one in five bookings comes without a number.",
        steps=(
            note(
                "4m",
                "ben",
                "Looks as if browsers that fill in forms by themselves get round the check. Trying it tonight.",
            ),
        ),
    ),
    DemoTicket(
        title="How long before the appointment can patients cancel?",
        customer="jonas",
        ago=ago("3d 1h"),
        channel="phone",
        priority="low",
        assignee="carla",
        text=(
            "Called: wants patients to be able to cancel until 24 hours before, not 48. Couldn't find where to set it."
        ),
        steps=(
            note("4m", "carla", "Told him on the phone that I would look it up. He is at his desk until five."),
            reply(
                "1h",
                "carla",
                "Hello Jonas,\n\nas promised on the phone: it's under *Services → (the service) → Rules*, because it"
                " can differ from service to service. I have set it to 24 hours for all four of yours.",
                "waiting",
            ),
        ),
    ),
    DemoTicket(
        title="Recurring class ends in December by itself",
        customer="sam",
        ago=ago("7h"),
        type="bug_report",
        labels=("calendar",),
        text=(
            "Our Wednesday beginners' course is entered as “every week, no end”. In the calendar it stops on 30"
            " December. Is that on purpose?"
        ),
        steps=(
            note(
                "4m",
                "ben",
                "We make a year of dates ahead and then forget to make more. It will hit everybody in January.",
            ),
        ),
    ),
    DemoTicket(
        title="Export of this year's bookings for the accountant",
        customer="paul",
        ago=ago("11d 6h"),
        channel="portal",
        type="customer_request",
        assignee="ana",
        text="Bonjour, my accountant wants all bookings of the year in one table. The export stops at 1,000 lines.",
        steps=(
            note(
                "4m",
                "ben",
                "The limit of 1,000 lines is ours, to keep the page quick. I can run the export on the server for him.",
            ),
            reply(
                "3h",
                "ana",
                "Hello Paul,\n\nthe page's export is made for a quick look. I have prepared the whole year for you; the"
                " link in your account under *Files* works for a week.",
                "waiting",
            ),
            message("2d 2h", "Got it, 4,212 lines, everything there. Merci !"),
            reply("30m", "ana", "You're welcome. A longer export is on our list for this quarter.", "resolved"),
            change("6d", "ana", status="closed"),
        ),
    ),
)
