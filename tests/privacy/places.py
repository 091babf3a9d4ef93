"""Every place where words of people may lie, with what they are there for, and how they go. The list is closed: words
in a place that isn't here fail the test, until somebody has decided what becomes of them there."""

from __future__ import annotations

from collections.abc import Mapping

LEFT: Mapping[str, str] = {
    "pushed": "titles, to a browser that a member chose; encrypted for it alone",
    "sent In-Reply-To": "the id that the customer's own mail has",
    "sent References": "the same",
    "sent Subject": "the title",
    "sent To": "name and address of whom it is for",
    "sent attachment": "files that are forwarded, or go along",
    "sent text/html": "what was said, quoted and forwarded",
    "sent text/plain": "the same",
    "sent to": "the envelope",
    "url of GET": "what is searched for (`q`), and the name of a large file as the file store leads back to the portal",
}
"""What left the desk, and can't be called back."""

FADING: Mapping[str, str] = {
    "dead letter of ingest_mail": "SES's notice with all headers, for 14 days",
    "failures aws/ content": "whole actions, events and all, that a function gave up; for 90 days",
    "files pending/ content": "files on their way, and a copy of each that arrived; for a day, and one as a version",
    "files pending/ key": "the name of a large file of the portal's page without scripts; as its content",
    "queue to ingest_mail": "SES's notice with all headers, until it is handled, for 14 days at most",
    "queue to record_delivery": "SES's event with the headers of our mail: title, names, addresses; the same",
    "table password_token.d[]": "the address of a member who is invited, for a week after the link's end",
    "table upload.d.name": "names of files on their way, for a day",
}
"""What goes by itself within days, and is filed by nobody's name."""

DIGESTS: Mapping[str, str] = {
    "table action.md, as a digest": "of the Message-ID; goes with its ticket",
    "table name.sk, as a digest": "of a name that is taken among labels and views; goes with those",
    "table seen.pk, as a digest": "of the Message-ID: a mail that came before, and threading; for 400 days",
}
"""What tells somebody who has the words already that they were here."""

OF_A_TICKET: Mapping[str, str] = {
    "files attachments/ content": "files of messages, byte for byte; also a mail too long to be shown (original.eml)",
    "files html/ content": "HTML mails as they came, comments and hidden parts too",
    "files text/ content": "texts of more than 32 KB: descriptions, messages, notes, and what notes said before",
    "table action.e[][].contact[].name": "the contact before and after, as a ticket got another or the name changed",
    "table action.e[][].former[]": "a description that a member overwrote",
    "table action.e[][].reason[]": "why it was escalated",
    "table action.e[][].text[]": "words of an automatic answer, which leaves no message",
    "table action.e[][].title[]": "titles before and after",
    "table action.e[][].to[].*": "addresses that it was forwarded to",
    "table action.fo.description": "the former one, for undoing",
    "table action.fo.title": "the same",
    "table action.r[][]": "names and addresses of all who were told",
    "table action.w[]": "the name of who did it, as their mail or form had it",
    "table body.b": "the description, or how it begins",
    "table body.fm[]": "its formatting, with the links' addresses and the words once more",
    "table former_note.b": "what a note said before it was worded anew",
    "table mail.d.address": "whom a mail was for",
    "table mail.d.name": "the same",
    "table mail.dt": "why it didn't arrive, in the words of the other server",
    "table message.at_[].name": "names of files",
    "table message.b": "the message, or how it begins; of a reply that was taken back, too",
    "table message.dl.*": "why it didn't arrive, in the words of the other server",
    "table message.fm": "its formatting, with the words once more",
    "table message.id[]": "by what address and name an unproven or unknown writer came",
    "table message.q": "what it quotes",
    "table message.w[]": "the writer's name",
    "table message.x": "the address of a writer who is not on the ticket",
    "table more.d.answers_to": "where an unproven mail wanted answers",
    "table more.d.attachments[].name": "names of the description's files",
    "table more.d.csat[]": "the customer's comment",
    "table more.d.escalation[]": "why it was escalated",
    "table more.d.participants[][]": "names and addresses of who takes part",
    "table more.d.proposed[][]": "the same, of those nobody vouches for",
    "table more.d.requester[]": "by what name and address the first words came",
    "table more.d.resolution": "how it was solved",
    "table more.d.threads.*.com[]": "the Message-ID that the customer's program gave",
    "table note.at_[].name": "names of files that were forwarded",
    "table note.b": "the note; of a forward, and what is answered to it, all words",
    "table note.fm": "its formatting, with the words once more",
    "table note.fw[]": "whom it was forwarded to",
    "table note.w[]": "the member's name",
    "table pointer.pk": "addresses of who takes part, in the key, from each to the ticket",
    "table summary.d.parts[].text": "sentences of it, by the assistant; for 30 days",
    "table summary.d.text": "a translation; for 30 days",
    "table terms.w[]": "every word of each text",
    "table ticket.ce": "the contact's address",
    "table ticket.cn": "the contact's name as it was when the ticket was closed",
    "table ticket.t": "the title",
}
"""What lies in a ticket's own partition, or is named by what lies there."""

ABOUT_A_TICKET: Mapping[str, str] = {
    "mail inbound/ content": "mails as they came, all headers and parts, parked ones too; for 90 days",
    "table inbox.d.actor": "the name of who did it, in each member's inbox; for 90 days",
    "table inbox.d.preview": "how the message begins; the same",
    "table inbox.d.title": "the title as it was then; the same",
    "table posting.sk": "every word, and addresses; written in the key",
    "table word.sk": "every word that any text ever had, also of texts that are gone: nothing takes them out",
}
"""What lies elsewhere and is about a ticket."""

OF_A_PERSON: Mapping[str, str] = {
    "table address.co_sk": "each address, to be searched by how it begins",
    "table address.pk": "whose an address is; written in the key",
    "table audit.d.changes.addresses[][]": "addresses before and after; the audit log is kept for ever",
    "table audit.d.changes.contact[]": "a ticket's contact before and after: also as tickets follow a new name",
    "table contact.co_sk": "the name, to list by",
    "table contact.d.addresses[]": "all addresses; of a merged contact, in one of its own",
    "table contact.d.company": "the company",
    "table contact.d.name": "the name",
    "table contact.d.notes": "what members note of the person",
    "table contact.d.phones[]": "numbers",
    "table suspended.d.preview": "how a parked mail begins, or one for nobody (UNROUTED); for 14 or 90 days",
    "table suspended.d.return_path": "who sent it",
    "table suspended.d.sender": "the same",
    "table suspended.d.subject": "its subject",
}

OF_THE_DESK: Mapping[str, str] = {
    "table audit.d.changes.actions[][].text": "texts of macros, before and after",
    "table audit.d.changes.body[]": "texts of canned responses, before and after",
    "table audit.d.changes.email[]": "addresses of members",
    "table audit.d.changes.name[]": "names of members, labels, views and so on",
    "table audit.d.changes.signature[]": "signatures of members",
    "table audit.d.name": "what it was done to was called so",
    "table canned.d.body": "canned texts",
    "table label.d.name": "labels",
    "table macro.d.actions[].text": "texts of macros",
    "table macro.d.name": "macros",
    "table member.d.email": "members",
    "table member.d.name": "members",
    "table member.d.signature": "members",
    "table view.d.name": "saved views, whatever their writers call them",
    "users": "addresses of members, with Cognito",
}
"""The team's own words, which may name a customer all the same."""

PLACES: Mapping[str, str] = {
    **LEFT,
    **FADING,
    **DIGESTS,
    **OF_A_TICKET,
    **ABOUT_A_TICKET,
    **OF_A_PERSON,
    **OF_THE_DESK,
}
