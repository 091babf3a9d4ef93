"""Every view, dialog and state of the console, in scenes: the states of one follow each other on one page.

A state is a name and a function that brings the page there, from the state before or by a load of its own. What it
needs of the desk it makes, or puts into the desk's answer; between two states everything is as before (`rest`).
"""

from __future__ import annotations

from tests.browser.console_states import (
    accounts,
    contacts,
    inbox,
    lists,
    other_tickets,
    over_the_page,
    pictures,
    settings,
    signing_in,
    ticket,
    ticket_dialogs,
)
from tests.browser.console_states.common import State

SCENES: dict[str, dict[str, State]] = {
    **signing_in.SCENES,
    **accounts.SCENES,
    **lists.SCENES,
    **over_the_page.SCENES,
    **ticket.SCENES,
    **ticket_dialogs.SCENES,
    **other_tickets.SCENES,
    **pictures.SCENES,
    **contacts.SCENES,
    **inbox.SCENES,
    **settings.SCENES,
}
STATES: dict[str, State] = {name: state for scene in SCENES.values() for name, state in scene.items()}

SHOWN_BY = {
    "views/signin/SignIn.tsx": "signing-in",
    "views/account/Barred.tsx": "barred-without-factor",
    "views/account/Enrolling.tsx": "settings-account-app",
    "views/account/SecondFactor.tsx": "settings-account-switching-off",
    "views/account/Sessions.tsx": "settings-account-with-sessions",
    "views/contact/Contact.tsx": "contact",
    "views/contact/Merging.tsx": "merging-contacts",
    "views/list/SaveForm.tsx": "saving-a-view",
    "views/shell/ShortcutList.tsx": "shortcuts",
    "views/ticket/TicketView.tsx": "open-ticket",
    "views/ticket/thread/MailFrame.tsx": "mail-as-it-was-sent",
    "views/ticket/thread/LargePicture.tsx": "large-picture",
    "views/ticket/composer/Thumbnail.tsx": "picture-of-a-reply",
    "views/inbox/Inbox.tsx": "inbox",
    "views/settings/Settings.tsx": "settings-profile",
    "views/list/FirstRun.tsx": "first-run",
    "views/newTicket/NewTicket.tsx": "new-ticket-from-a-sentence",
    "views/ticket/assistant/Panel.tsx": "question-to-the-assistant",
    "views/ticket/assistant/AtComposer.tsx": "translated-message",
    "views/ticket/assistant/Translating.tsx": "translated-message",
    "views/ticket/thread/DescriptionEditor.tsx": "description-in-its-field",
    "views/ticket/dialogs/Dialogs.tsx": "resolving",
    "views/ticketCommands/labelChoices.tsx": "picker-of-labels",
    "views/ticketCommands/pickers.tsx": "picker-of-the-status",
    "views/why/Explained.tsx": "settings-suspended-parked-mail",
    "views/filters/Contacts.tsx": "contacts-of-a-filter",
    "views/filters/Days.tsx": "days-of-a-filter",
    "views/filters/Host.tsx": "days-of-a-filter",
    "views/list/SaveView.tsx": "saving-a-view",
    "views/newTicket/ContactField.tsx": "customer-of-a-new-ticket",
    "views/newTicket/open.tsx": "new-ticket-with-a-problem",
    "views/settings/Checks.tsx": "settings-mailboxes-check-domain",
    "views/settings/sections/QuietHours.tsx": "settings-notifications",
    "views/settings/frame.tsx": "settings-canned-responses-unsaved",
    "views/shell/Palette.tsx": "palette",
    "views/shell/SavedView.tsx": "deleting-a-view",
    "views/shell/Shell.tsx": "signing-in-again",
    "views/shell/Shortcuts.tsx": "shortcuts",
    "views/shell/FromSentence.tsx": "begun-ticket-in-the-way",
    "views/ticket/composer/CannedPicker.tsx": "canned-responses",
    "views/ticket/composer/Mentions.tsx": "note-that-calls-somebody",
    "views/ticket/composer/editor/Copies.tsx": "somebody-in-copy",
    "views/ticket/composer/editor/Preview.tsx": "preview-of-a-reply",
    "views/ticket/dialogs/Forward.tsx": "forwarding",
    "views/ticket/thread/NoteText.tsx": "note-in-its-field",
    "views/ticket/dialogs/Customer.tsx": "choosing-the-customer",
    "views/ticket/dialogs/Escalate.tsx": "escalating",
    "views/ticket/dialogs/Host.tsx": "resolving",
    "views/ticket/dialogs/Merge.tsx": "duplicates-found",
    "views/ticket/dialogs/Resolve.tsx": "resolving",
}
"""In which state to see what is loaded when it is wanted, and what brings up a dialog. Sections of the settings have
states of their own names."""
