"""Demo tickets about invoices and payments."""

from __future__ import annotations

from infra.local.demo.model import DemoTicket, ago, change, escalate, message, note, reply, resolve

TICKETS = (
    DemoTicket(
        title="Charged twice for the October invoice",
        customer="tom",
        ago=ago("12d 8h"),
        priority="high",
        labels=("billing",),
        assignee="ana",
        text=(
            "Hello,\n\nyou took 49.00 from our card on the 1st and again on the 2nd, both for invoice 2210. Please give"
            " one of them back.\n\nTom Lindqvist"
        ),
        steps=(
            reply(
                "40m",
                "ana",
                "Hello Tom,\n\nyou are right, and I'm sorry: the first payment was reported to us as failed and tried"
                " again. The second 49.00 is on its way back; your bank needs three to five working days.",
                "waiting",
            ),
            note("5m", "ana", "Refund made. The processor's report came 26 hours late; third case this month."),
            message("5d", "It's back on the card. Thanks for not making me fill in a form."),
            resolve(
                "1h",
                "ana",
                "The second payment of 49.00 was given back; the processor had reported the first too late.",
            ),
            change("6d", "ana", status="closed"),
        ),
    ),
    DemoTicket(
        title="VAT number is missing on our invoices",
        customer="oskar",
        ago=ago("8d 3h"),
        channel="portal",
        type="customer_request",
        labels=("billing",),
        assignee="carla",
        text=(
            "Guten Tag,\n\nauf den Rechnungen fehlt unsere USt-IdNr. My tax adviser will not accept them like this."
            " Please correct the last three as well."
        ),
        steps=(
            note(
                "4m",
                "ana",
                "The field was empty when the account was made. Three invoices are affected, from July to September.",
            ),
            reply(
                "5h",
                "carla",
                "Guten Tag Herr Weiß,\n\nplease enter the number under *Account → Company*. Once it is there I can"
                " write the three invoices anew.",
                "waiting",
            ),
            message("1d 4h", "Entered it this morning."),
            reply("2h", "carla", "Thank you. The three corrected invoices are in your account.", "resolved"),
        ),
    ),
    DemoTicket(
        title="Card declined although it works everywhere else",
        customer="yusuf",
        ago=ago("4h"),
        priority="urgent",
        labels=("payments",),
        assignee="ben",
        text=(
            "Since this morning none of my customers can pay online. “Card declined” with every card, mine too."
            " Tomorrow is my best day of the week. Please help!"
        ),
        steps=(
            reply(
                "12m",
                "ben",
                "Hello Yusuf,\n\nI'm on it right now. One question: did you change anything in your account with the"
                " payment provider this week, a new bank account for example?",
                "waiting",
            ),
            message("8m", "Yes! The bank was bought by another one and I got a new IBAN. I changed it yesterday."),
            note("6m", "ben", "Provider has paused payouts until the new account is verified, and declines meanwhile."),
        ),
    ),
    DemoTicket(
        title="Please change our plan to yearly",
        customer="mei",
        ago=ago("5d 9h"),
        channel="portal",
        type="customer_request",
        priority="low",
        labels=("billing",),
        assignee="carla",
        text="We would like to pay once a year. Is there a discount, and from when does it count?",
        steps=(
            note("4m", "ana", "Pays on time since 2021. Two months free is fine, no further discount."),
            reply(
                "3h",
                "carla",
                "Hello Mei,\n\ngladly: twelve months for the price of ten, counted from your next invoice on the 1st."
                " Shall I change it?",
                "waiting",
            ),
            message("1d", "Yes please."),
            reply("1h", "carla", "Done. The next invoice will be the yearly one.", "resolved"),
        ),
    ),
    DemoTicket(
        title="Payout of last week has not arrived",
        customer="grace",
        ago=ago("1d 9h"),
        priority="high",
        labels=("payments", "vip"),
        assignee="ana",
        text=(
            "The payout of 3,480.50 is marked as sent three days ago and our bank has nothing. We have"
            " salaries to pay tomorrow."
        ),
        steps=(
            reply(
                "18m",
                "ana",
                "Hello Grace,\n\nI understand the hurry. I've asked the payment provider for the bank's reference of"
                " this transfer; with it your bank can find the money at once.",
            ),
            escalate("10m", "ana", "Salaries are due tomorrow; the provider has to act today."),
            note("1h", "ana", "Provider says: returned by the bank, holder's name differs by one letter."),
            reply(
                "20m",
                "ana",
                "The transfer came back because the account holder is entered as “Sunbird Tour”. Please correct the"
                " name under *Payments → Bank account*; then I have it sent again within the hour.",
                "waiting",
            ),
        ),
    ),
    DemoTicket(
        title="Invoice to another address from now on",
        customer="nora",
        ago=ago("22h"),
        channel="portal",
        type="customer_request",
        labels=("billing",),
        text=(
            "We moved. New address: 14 Cooper's Yard, Unit 3. Invoices by mail to accounts@finchandco.example, please."
        ),
        steps=(
            note(
                "4m",
                "carla",
                "The new mail address isn't confirmed yet. Change both together, or the next invoice gets lost.",
            ),
        ),
    ),
    DemoTicket(
        title="Refund a customer only in part?",
        customer="hiro",
        ago=ago("2d 4h"),
        labels=("payments",),
        assignee="carla",
        text=(
            "One of six places in the glazing course was cancelled. I can refund the whole booking but not one place."
            " Is there a way?"
        ),
        steps=(
            note(
                "4m", "ben", "Works since 4.8, but the button says Refund and nothing more. Worth a word in the manual."
            ),
            reply(
                "6h",
                "carla",
                "Hello Hiro,\n\nyes: open the booking, press *Refund*, and change the amount before you confirm. The"
                " place becomes free again if you take it off the booking first.",
                "waiting",
            ),
        ),
    ),
    DemoTicket(
        title="Receipts go to the spam folder",
        customer="ruth",
        ago=ago("3d 6h"),
        type="bug_report",
        labels=("mail", "payments"),
        assignee="ben",
        text="Several parents tell me that your payment receipts land in spam. The reminders arrive just fine.",
        steps=(
            reply(
                "2h",
                "ben",
                "Hello Ruth,\n\ncould one of the parents forward such a receipt to us as an attachment? The hidden"
                " part of the mail says why it was sorted out.",
                "waiting",
            ),
            message("1d 5h", "Two of them are attached to the mail I just sent to this address."),
            note("3h", "ben", "Receipts leave from another sub-domain than reminders, and that one has no DKIM key."),
            change("5m", "ben", status="in_progress", priority="high"),
        ),
    ),
    DemoTicket(
        title="Gift vouchers: is there a way to sell them?",
        customer="mei",
        ago=ago("13d 1h"),
        channel="chat",
        type="feature_request",
        priority="low",
        labels=("wish", "payments"),
        assignee="carla",
        text="Before the holidays everybody asks for vouchers. Can Acme do that, or is it planned?",
        steps=(
            note(
                "4m",
                "ana",
                "Mei is the eleventh to ask. Third on the list, planned for spring, but nobody has promised a date.",
            ),
            reply(
                "1d 2h",
                "carla",
                "Hello Mei,\n\nnot yet. I've added your vote; it's the third most wanted thing on our list, so I'm"
                " hopeful for spring.",
                "resolved",
            ),
            change("7d", "ana", status="closed"),
        ),
    ),
)
