"""Requests as other customers would write them, and which of the forty demo tickets somebody who knows them would
have shown beside each. Written from what the tickets are about, not from their words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """`expected` are numbers of demo tickets that should be among the first."""

    title: str
    text: str
    expected: tuple[int, ...]


JUDGED = (
    Judged(
        "Two groups booked for the same slot", "Both got a confirmation for the Sunday tour, a double booking.", (1,)
    ),
    Judged("Can we sell gift vouchers?", "Customers ask for vouchers for Christmas. Is it planned?", (2,)),
    Judged("Paid twice", "My card was charged twice for the invoice of November, please refund one payment.", (3,)),
    Judged("Duplicate charge on our card", "The invoice was taken from the card two times.", (3,)),
    Judged("App crashes with the camera", "As soon as I take a picture the app closes on my old phone.", (4,)),
    Judged("Export of all bookings", "Our accountant needs every booking of the year, the export stops early.", (5,)),
    Judged("Export is cut off", "I exported the bookings and only 1,000 lines were there.", (5,)),
    Judged("Invitation link no longer valid", "Our new colleague cannot sign in with the invitation.", (6,)),
    Judged("Night mode", "Could there be a dark mode for the calendar? It is so bright in the evening.", (7,)),
    Judged("Which address did I sign up with?", "I don't get the mail for a new password at any address.", (8,)),
    Judged("Google Calendar is one hour off", "Lessons show an hour late since the clocks changed.", (9,)),
    Judged("Invoices without VAT number", "Our tax adviser says the VAT number is missing on the invoices.", (10,)),
    Judged("API key not found", "In the settings I don't see where my API key is.", (11,)),
    Judged("Trainers should see their own courses only", "Is there a role that hides other people's bookings?", (12,)),
    Judged("Employee left, close the account", "Please remove the access of a former employee at once.", (13,)),
    Judged("Block two weeks in summer", "We are closed in August and want to block all days in the calendar.", (14,)),
    Judged("Yearly plan", "We want to change from monthly to the yearly plan. Is there a discount?", (15,)),
    Judged(
        "Till and Acme differ by cents", "The register shows a few cents less than Acme at the end of the day.", (16,)
    ),
    Judged("Grey text hard to read", "The text under the dates on the booking page is too pale.", (17,)),
    Judged("Webhooks delivered twice", "Every payment webhook arrives two times with the same id.", (18,)),
    Judged("Names cut off on the day plan", "On the printed plan long names end after some letters.", (19,)),
    Judged(
        "Authenticator code refused", "The six digits of the authenticator app are never right on my new phone.", (20,)
    ),
    Judged("Newsletter list stays empty", "Sign-ups for the newsletter do not reach our list any more.", (21,)),
    Judged("Receipts land in spam", "Customers find our payment receipts in the spam folder.", (22,)),
    Judged("Slow pictures", "The pictures on our start page take very long to load on a phone.", (23,)),
    Judged("Cancellation period", "How many hours before the appointment may patients cancel?", (24,)),
    Judged("Waiting list", "Somebody cancelled the class, but nobody of the waiting list was moved up.", (25,)),
    Judged("Partial refund", "I want to refund only one place of a booking, not the whole one.", (26,)),
    Judged("New owner of the account", "My mother gave the company to me. How do I change the owner?", (27,)),
    Judged("Reminders at another time of day", "The text message reminders are sent too early in the morning.", (28,)),
    Judged("Payout missing", "Last week's payout is marked as sent but has not arrived at our bank.", (29,)),
    Judged(
        "No phone number in bookings",
        "Bookings from the widget come without a phone number though it's required.",
        (30,),
    ),
    Judged("Erase my data", "Please delete all the data you have about me and my daughter.", (31,)),
    Judged("Please change the invoice address", "We moved, invoices should go to the new address.", (32,)),
    Judged("Wrong language on the booking page", "Guests see English although we set Portuguese.", (33,)),
    Judged("Mails to hotmail come back", "Reminders to hotmail addresses bounce as blocked.", (34,)),
    Judged("Push notices too late", "The notice on my phone arrives hours after the booking.", (35,)),
    Judged("Signed out all the time", "On the tablet I must sign in again every few minutes.", (36,)),
    Judged("Recurring course stops", "The weekly class without end is missing in the calendar after December.", (37,)),
    Judged("Cards are declined", "Customers can't pay online, every card is declined since this morning.", (38,)),
    Judged("502 from the API", "POST bookings answers with 502 again and again.", (39,)),
    Judged("Timetable on our own website", "May we embed the free hours into the website of the school?", (40,)),
    Judged("Mail doesn't reach customers", "Mails to some addresses bounce or land in spam.", (22, 34)),
    Judged("Phone trouble", "On the phone the app closes and the notice arrives late.", (4, 35)),
    Judged("Payments by card", "A card was charged twice, others are declined.", (3, 38)),
    Judged("Billed double", "You debited the same bill on two days in a row.", (3,)),
    Judged("It shuts down when I photograph a work", "The phone is a few years old, adding a picture kills it.", (4,)),
    Judged("Spreadsheet for the bookkeeper", "He wants one table with everything that was booked this year.", (5,)),
    Judged("Receptionist has no access", "Her invitation seems to have run out.", (6,)),
    Judged("Somebody was fired", "He must not get at our customer list any longer.", (13,)),
    Judged("Closed for holidays", "Is there a quicker way than marking every day by hand?", (14,)),
    Judged("Second factor fails", "I have another phone now, and each code is wrong.", (20,)),
    Judged("Our money is not there", "The bank has not received the transfer of last week.", (29,)),
    Judged("Bad gateway when booking by program", "Every third request to your API fails.", (39,)),
    Judged("USt-IdNr fehlt", "Auf den Rechnungen steht unsere Nummer nicht.", (10,)),
    Judged("Free place is not given to the next in line", "People cancelled and the list did not move.", (25,)),
    Judged("Right to be forgotten", "A customer asks us to remove all of her data.", (31,)),
    Judged("Session ends constantly", "The tablet forgets who I am, the laptop does not.", (36,)),
    Judged("Availability on another page", "How do I embed when I am free into somebody's website?", (40,)),
)
