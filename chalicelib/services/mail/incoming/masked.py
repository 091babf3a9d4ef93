"""A mail without what the desk masks: neither what is parked of it nor what is filed says more."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from chalicelib.domain.privacy.html import masked_html
from chalicelib.domain.privacy.masking import masked
from chalicelib.mail import MailFile

if TYPE_CHECKING:
    from chalicelib.domain.settings.masking import Masking
    from chalicelib.mail import Address, Forward, ParsedMail

_PATH = re.compile(r"[\\/\x00-\x1f:]")


def masked_mail(mail: ParsedMail, what: Masking) -> ParsedMail:
    """Return the mail with what is masked in its words, and in the names of those it is from and for. Addresses, ids
    and files are as they came; one in which nothing is masked is that very one."""
    if not what.is_on:
        return mail
    told = replace(
        mail,
        from_=_named(mail.from_, what) if mail.from_ else None,
        reply_to=_each_named(mail.reply_to, what),
        original_from=_each_named(mail.original_from, what),
        to=_each_named(mail.to, what),
        cc=_each_named(mail.cc, what),
        subject=masked(mail.subject, what),
        text=masked(mail.text, what),
        html=masked_html(mail.html, what),
        reply_text=masked(mail.reply_text, what),
        quoted_text=masked(mail.quoted_text, what),
        signature=masked(mail.signature, what),
        bounce=replace(mail.bounce, detail=masked(mail.bounce.detail, what)) if mail.bounce else None,
    )
    return mail if told == mail else told


def masked_forward(forward: Forward, what: Masking) -> Forward:
    """Return the mail that another one passes on, in the same way. It may be one of its files."""
    if not what.is_on:
        return forward
    told = replace(
        forward,
        sender=_named(forward.sender, what),
        subject=masked(forward.subject, what),
        text=masked(forward.text, what),
        note=masked(forward.note, what),
    )
    return forward if told == forward else told


def whole(mail: ParsedMail, left_out: Iterable[MailFile]) -> MailFile:
    """Return all of a mail's text, masked as it is, and the files that had no room beside it, as one file: always the
    same bytes. The mail as it came says what is masked."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr(ZipInfo("text.txt"), mail.text.encode("utf-8", "replace"), ZIP_DEFLATED)
        for number, file in enumerate(left_out, 1):
            archive.writestr(ZipInfo(f"{number}-{_PATH.sub('_', file.name)}"), file.content, ZIP_DEFLATED)
    return MailFile("original.zip", "application/zip", packed.getvalue())


def _named(box: Address, what: Masking) -> Address:
    return replace(box, name=masked(box.name, what))


def _each_named(boxes: tuple[Address, ...], what: Masking) -> tuple[Address, ...]:
    return tuple(_named(box, what) for box in boxes)
