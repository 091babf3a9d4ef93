"""What a command has in the file store before it is stored: marked until its transaction takes the mark away."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

from chalicelib.domain.files import MOST_FILES, copying_of, is_upload
from chalicelib.domain.loose import COPIES, TEXT, UPLOAD, look_again
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.storage.table.lines import FormerRecord, MessageRecord
from chalicelib.storage.table.long_texts import Texts, is_long
from chalicelib.storage.table.records import BodyRecord
from chalicelib.storage.table.transactions import Transaction
from chalicelib.storage.worklist import mark_of, work_record


def fit(
    transaction: Transaction, texts: Texts, record: BodyRecord | MessageRecord | FormerRecord, text: str, name: str
) -> None:
    """Fit a text into its record. A long one is marked before it is written, under a name that no other try has: what a
    command wrote that failed is erased, and never what another wrote."""
    if is_long(text):
        name = f"{name}-{secrets.token_hex(6)}"
        work_record(look_again(texts.workspace, TEXT, name, datetime.now(UTC))).save()
        transaction.forget(mark_of(texts.workspace, TEXT, name))
    texts.fit(record, text, name)


def settle_files(transaction: Transaction, workspace: str, files: Iterable[Attachment]) -> None:
    """Note that a message has these files. Those that were sent for it come first, and are no more than so many."""
    for file_id in [file.id for file in files if is_upload(file.id)][:MOST_FILES]:
        transaction.forget(mark_of(workspace, UPLOAD, file_id))


def settle_copies(transaction: Transaction, workspace: str, file_ids: Iterable[str | None]) -> None:
    """Note that a ticket has these copies of another one's files."""
    for copying in {copying_of(one) for one in file_ids} - {None}:
        transaction.forget(mark_of(workspace, COPIES, str(copying)))
