"""Demo tickets about accounts, staff and signing in."""

from __future__ import annotations

from infra.local.demo.model import DemoTicket, ago, change, message, note, reply, resolve

TICKETS = (
    DemoTicket(
        title="New colleague can't sign in",
        customer="leila",
        ago=ago("10d 5h"),
        assignee="carla",
        text="We hired Farah for the front desk. She got the invitation, but the link says it is no longer valid.",
        steps=(
            note("4m", "carla", "Invitation of the 3rd, so two days over. Nothing wrong with her account."),
            reply(
                "45m",
                "carla",
                "Hello Leila,\n\nan invitation is good for seven days, hers was nine days old. I have sent her a new"
                " one just now.",
                "waiting",
            ),
            message("2h", "She is in. Thank you!"),
            resolve("15m", "carla", "The invitation had run out; a new one was sent."),
            change("7d", "ana", status="closed"),
        ),
    ),
    DemoTicket(
        title="Remove a former employee at once",
        customer="grace",
        ago=ago("6d 8h"),
        channel="phone",
        type="customer_request",
        priority="urgent",
        labels=("vip",),
        assignee="ana",
        text="Called in a hurry: a guide left in anger last night and still has access to the customer list.",
        steps=(
            reply(
                "6m",
                "ana",
                "Hello Grace,\n\nas agreed on the phone: the account is closed and signed out everywhere. The last"
                " access was yesterday at 17:40, before he left; nothing was exported.",
                "waiting",
            ),
            note("10m", "ana", "Called back on the number we have on file before doing anything. Owner confirmed."),
            message("1h", "I can breathe again. Thank you for calling back first."),
            resolve("20m", "ana", "Access closed within six minutes; nothing had been exported."),
        ),
    ),
    DemoTicket(
        title="Code from the authenticator app is never right",
        customer="oskar",
        ago=ago("4d 2h"),
        priority="high",
        assignee="ben",
        text="Since I have a new phone the six digits are refused, every time. I am locked out of my own studio.",
        steps=(
            note(
                "4m",
                "ben",
                "Before any reset: compare the clock. And ask for the last invoice number, to be sure it is Oskar.",
            ),
            reply(
                "1h",
                "ben",
                "Hello Oskar,\n\nplease look whether the new phone sets its time by itself; half a minute is enough to"
                " make the digits wrong. If it does, I'll reset the second factor once you confirm the last invoice's"
                " amount.",
                "waiting",
            ),
            message("3h", "The time was off by two minutes! It works. Who would have thought of that."),
            reply("15m", "ben", "It surprises everybody once. I'm glad it was that easy.", "resolved"),
        ),
    ),
    DemoTicket(
        title="Let trainers see only their own courses",
        customer="sam",
        ago=ago("7d 4h"),
        channel="portal",
        type="feature_request",
        priority="low",
        labels=("wish",),
        assignee="carla",
        text=(
            "We have nine trainers who each see everybody's bookings and phone numbers. A role that shows only one's"
            " own courses would help a lot, also with data protection."
        ),
        steps=(
            note(
                "4m", "ben", "Roles by course are half done in a branch of Dmitri's. Sam would be a good first tester."
            ),
            reply(
                "1d",
                "carla",
                "Hello Sam,\n\nthat is a good reason. Until there is such a role you can hide phone numbers from"
                " trainers: *Staff → Privacy*. May our developers call you for half an hour to hear how you would use"
                " it?",
                "waiting",
            ),
        ),
    ),
    DemoTicket(
        title="Change the owner of our account",
        customer="nora",
        ago=ago("2d 2h"),
        type="customer_request",
        assignee="ana",
        text="I take over the company from my father. How do I become the owner in Acme? He doesn't use computers.",
        steps=(
            reply(
                "2h",
                "ana",
                "Hello Nora,\n\ncongratulations! We need one page signed by your father; the form is in your account"
                " under *Files*. A photo of it is enough.",
                "waiting",
            ),
            note("2m", "ana", "Don't change the owner before the paper is here, however nice they are on the phone."),
        ),
    ),
    DemoTicket(
        title="Forgot which address I signed up with",
        customer="yusuf",
        ago=ago("9d 7h"),
        channel="chat",
        priority="low",
        assignee="ben",
        text="I have three addresses and none of them gets the mail for a new password.",
        steps=(
            note(
                "4m",
                "ben",
                "He is on file with his oldest address. Do not read it out to anybody, also not on the phone.",
            ),
            reply(
                "20m",
                "ben",
                "Hello Yusuf,\n\nfor your safety I may not name it here. I have sent a mail to the address on file;"
                " one of your inboxes has it now.",
            ),
            message("10m", "Found it, the oldest of the three, of course."),
            reply("5m", "ben", "You can change it under *Account*, so it doesn't hide again.", "resolved"),
        ),
    ),
    DemoTicket(
        title="Delete everything you have about me",
        customer="elena",
        ago=ago("1d 1h"),
        channel="portal",
        type="customer_request",
        priority="high",
        assignee="ana",
        text=(
            "A former pupil's mother asks me to delete all data of her daughter. I have removed the pupil, but the old"
            " invoices still carry the name. What can I tell her?"
        ),
        steps=(
            note(
                "4m",
                "ana",
                "Asked our lawyer: invoices stay for ten years here, for six where Elena is. The rest has to go.",
            ),
            reply(
                "3h",
                "ana",
                "Hello Elena,\n\ninvoices have to be kept for some years by law, so you may keep them, and should tell"
                " her so. Everything else is gone when you remove the pupil. I'll write you two sentences you can send"
                " her.",
            ),
        ),
    ),
    DemoTicket(
        title="Signed out every few minutes",
        customer="hiro",
        ago=ago("9h"),
        type="bug_report",
        text="On the workshop's tablet I have to sign in again and again. On my laptop it is fine. Same network.",
        steps=(note("4m", "carla", "The tablet throws cookies away when it locks, I think. Ask for its make first."),),
    ),
)
