"""No attribute that somebody's words can get into is forgotten when a decision is masked."""

from __future__ import annotations

from dataclasses import fields

from chalicelib.domain.privacy.decisions import _OF_TICKETS
from chalicelib.domain.tickets.message import ForwardedNote, InternalNote, PublicMessage
from chalicelib.domain.tickets.ticket import DescribedTicket

NO_WORDS = {
    *("number", "status", "priority", "type", "channel", "source", "created_at", "updated_at", "last_at", "version"),
    *("notify_customer", "assignee_id", "label_ids", "first_responded_at", "resolved_at", "closed_at", "message_count"),
    *("last_speaker", "follow_up_of", "archived_at", "merged_into", "csat_score", "clock", "look_at", "bucket"),
    *("undelivered", "failures", "mailbox", "mailbox_noted", "longest", "as_stored", "key", "html_id", "merger"),
    *("duplicates", "follow_ups", "language", "unattended", "attended_at", "newcomer", "addressed", "answers_to"),
    *("said_format", "reworded_at", "signed", "deleted_at", "deleted_from", "snoozed_until", "reminded"),
    "held",  # members' own, which nobody outside is told
    *("split_from", "links"),
    "planned",  # what a reply says that is sent later lies apart, and is masked there
    "attachments",  # files aren't masked, nor how they are called
}
OF_SAID = {
    *("id", "at", "kind", "html_id", "stranger", "send_state", "visible_at", "delivery", "said_format", "resent"),
    *("signed", "attachments", "edited_at", "edits", "to", "split_into"),
}


def test_each_attribute_of_a_ticket_is_masked_or_holds_nobodys_words() -> None:
    names = {one.name for one in fields(DescribedTicket)}
    assert names == NO_WORDS | _OF_TICKETS.keys()
    assert not NO_WORDS & _OF_TICKETS.keys()


def test_each_attribute_of_what_is_said_is_masked_or_holds_nobodys_words() -> None:
    masked_ones = {"author", "body", "quoted", "formatted", "identity"}
    names = {one.name for kind in (PublicMessage, InternalNote, ForwardedNote) for one in fields(kind)}
    assert names == OF_SAID | masked_ones
