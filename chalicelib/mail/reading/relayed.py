"""The person behind a mail that a program, a website or a group sent in their place, and where they want answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from chalicelib.domain.people.addresses import is_address
from chalicelib.mail.reading.classify import NO_REPLY
from chalicelib.mail.reading.model import Address, ParsedMail

_PROGRAM = re.compile(
    r"(?:www|www-?data|www-?run|apache\d?|httpd|nginx|nobody|daemon|root|cron|cgi|php(?:-?mailer)?|mailer|sendmail"
    r"|webmaster|web|web-?site|web-?server|word-?press|wp|drupal|joomla|typo3|contao|magento|presta-?shop|shopware"
    r"|shopify|woo-?commerce|system|server|automat(?:ed|ic|ion)|bot|robot|notif(?:y|ier))(?:[+._-].*)?"
    r"|(?:.*[._-])?(?:forms?|(?:kontakt|contact|web|online|e?mail)-?form(?:s|ular|mail)?|form-?(?:mail(?:er)?|submissions?"
    r"|responses?)|formular|formulaire|formulario|formulier|formularz|modulo-?contatti)(?:[._-].*)?",
    re.I,
)
_FORM = re.compile(
    r"\b(?:forms?\b|(?:contact|web|website|kontakt|online)[ -]?form\w*|\w*formular|formulaire|formul[aá]rio"
    r"|formulier|formularz|modulo (?:di )?contatt[io]|word-?press)\b",
    re.I,
)
_WEBSITE = re.compile(
    r"php|word-?press|wp-?(?:mail|forms)|drupal|joomla|typo3|contao|swift-?mailer|symfony|laravel|magento|presta-?shop"
    r"|shopware|zend|code-?igniter|contact-?form|form-?mail",
    re.I,
)
_SCRIPTS = ("x-php-originating-script", "x-php-script", "x-php-filename")
_VIA = re.compile(r".\s(?:via|über)\s\S", re.I)
_LIST_NAMED_BY = ("list-post", "x-beenthere", "mailing-list", "x-mailing-list", "x-google-group")


def person_behind(parsed: ParsedMail, ours: Callable[[str], bool], our_site: bool) -> Address | None:
    """Return who wrote what somebody else is in From for; None where From itself says who.

    One of our own addresses there is that of a form, or of a group that rewrites From; a program's or a list's is
    another's. `our_site` says that it is of our domain and no member's. Then the writer is whom X-Original-From,
    X-Original-Sender or Reply-To names. Anybody can write these headers, so nobody is proven by them.
    """
    if parsed.from_ is None:
        return None
    sender, by_us = parsed.from_.address.lower(), ours(parsed.from_.address.lower())
    named = [box for box in (*parsed.original_from, *parsed.reply_to) if is_address(box.address)]
    others = [box for box in named if not ours(box.address.lower()) and box.address.lower() != sender]
    people = [box for box in others if not _unanswered(box.address)]
    if by_us:
        return next(iter([*people, *others]), None)
    away = [box for box in people if _domain(box.address) != _domain(sender)]
    if _is_program(parsed.from_) or _is_list(parsed, sender):
        return next(iter(people), None)
    return next(iter(away), None) if our_site or _by_website(parsed) else None


def wanted_answers(parsed: ParsedMail, ours: Callable[[str], bool]) -> Address | None:
    """Return where the person in From wants answers (RFC 5322 section 3.6.2), if not at their own address. A list that
    puts itself there is none: an answer isn't for all of it."""
    sender = parsed.from_.address.lower() if parsed.from_ else ""
    named = [box for box in parsed.reply_to if is_address(box.address)]
    if any(box.address.lower() == sender for box in named):
        return None
    usable = (box for box in named if not ours(box.address.lower()) and not _unanswered(box.address))
    return next((box for box in usable if not _is_list(parsed, box.address.lower())), None)


def _is_program(box: Address) -> bool:
    local = box.address.rpartition("@")[0]
    return bool(_PROGRAM.fullmatch(local)) or _unanswered(box.address) or bool(_FORM.search(box.name[:200]))


def _is_list(parsed: ParsedMail, address: str) -> bool:
    named = " ".join(_values(parsed, _LIST_NAMED_BY)).lower()
    dotted = "".join(_values(parsed, ("list-id",))).lower()
    via = parsed.from_ is not None and parsed.from_.address.lower() == address and _VIA.search(parsed.from_.name[:200])
    return address in named or f"<{address.replace('@', '.')}>" in dotted or bool(via)


def _by_website(parsed: ParsedMail) -> bool:
    programs = " ".join(_values(parsed, ("x-mailer", "user-agent")))[:500]
    generated = any(value.lower().startswith("auto-generated") for value in _values(parsed, ("auto-submitted",)))
    return generated or bool(_values(parsed, _SCRIPTS)) or bool(_WEBSITE.search(programs))


def _values(parsed: ParsedMail, names: Iterable[str]) -> list[str]:
    return [value.strip() for name, value in parsed.headers if name.lower() in names]


def _unanswered(address: str) -> bool:
    return bool(NO_REPLY.search(address.rpartition("@")[0]))


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
