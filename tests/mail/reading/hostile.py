"""Mails made to break a parser, and mails of any size: what the tests read and the benchmark measures.

    python -m tests.mail.hostile [name …]

reads these, or all of them, makes their HTML harmless, and prints the CPU seconds and the MB that it took.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from chalicelib.mail import parse, sanitize
from tests.mail.reading.cms_made import signed
from tests.mail.reading.tnef_made import MESSAGE_PROPERTIES, RTF, attribute, file, of_bytes, properties, tnef

HEAD = b"From: a@b.example\r\nSubject: x\r\nMessage-ID: <1@b.example>\r\n"
HTML = HEAD + b"Content-Type: text/html\r\n\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=q\r\n\r\n"
REPORT = HEAD + (
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=q\r\n\r\n"
    b"--q\r\nContent-Type: message/delivery-status\r\n\r\n"
)
FORWARD = HEAD + (
    b"\r\nhi\r\n\r\n---------- Forwarded message ---------\r\n> From: N <n@c.example>\r\n"
    b"> Date: Mon, Nov 23, 2026 at 9:12 AM\r\n> Subject: I\r\n> To: A <a@a.example>\r\n>\r\n> x\r\n"
)
PACKED = HEAD + b"Content-Type: application/ms-tnef\r\n\r\n"
SIGNED = HEAD + b"Content-Type: application/pkcs7-mime\r\n\r\n"
CALENDAR = HEAD + b"Content-Type: text/calendar\r\n\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
UNTIL_SETS = bytes.fromhex("308006092a864886f70d010702a0803080020101")


def wrapped(times: int) -> bytes:
    """A text of 100 KB in as many signatures."""
    content = b"\r\n" + b"hello " * 17_000
    for _ in range(times):
        content = signed(b"Content-Type: application/pkcs7-mime\r\n\r\n" + content)
    return content


def nested(levels: int) -> bytes:
    """A text in as many multiparts, one in the other."""
    opening = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(levels))
    return HEAD + opening + b"Content-Type: text/plain\r\n\r\nhello\r\n"


MAILS: dict[str, Callable[[], bytes]] = {
    "multiparts 2,000 deep": lambda: nested(2000),
    "multiparts of one boundary": lambda: MIXED + b"--q\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n" * 5000,
    "ends of one boundary": lambda: (
        MIXED + b"--q\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n" * 3000 + b"--q--\r\na\r\n" * 50_000
    ),
    "mails with our boundary": lambda: (
        MIXED
        + b"--q\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n" * 5000
        + b"--q--\r\n"
    ),
    "mails in mails": lambda: HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 2000,
    "5,000 texts": lambda: MIXED + b"--q\r\nContent-Type: text/plain\r\n\r\nhi\r\n" * 5000,
    "5,000 files": lambda: MIXED + b"--q\r\nContent-Type: image/png; name=a\r\n\r\nA\r\n" * 5000,
    "5,000 pictures": lambda: MIXED + b"--q\r\nContent-Type: image/png\r\nContent-ID: <a>\r\n\r\nA\r\n" * 5000,
    "5,000 parts without an end": lambda: MIXED + b"--q\r\nContent-Type: text/plain\r\n" * 5000,
    "a boundary that never comes": lambda: MIXED + b"--p\r\n\r\nhi\r\n" * 50_000,
    "a header of 1 MB": lambda: HEAD + b"X-A: " + b"a b" * 350_000 + b"\r\n\r\nhi",
    "100,000 headers": lambda: b"A: b\r\n" * 100_000,
    "100,000 folds": lambda: b"To: " + b"a@b.example,\r\n " * 100_000,
    "a subject of encoded words": lambda: b"Subject: " + b"=?utf-8?q?a?=" * 80_000,
    "a subject of open words": lambda: b"Subject: " + b"=?utf-8?q?a" * 80_000,
    "a million brackets": lambda: b"To: " + b"(" * 1_000_000,
    "a million quotes": lambda: b"To: " + b'"\\' * 500_000,
    "a quote that ends in a backslash": lambda: b"To: " + b'"\\' * 10_000 + b"\r\n",
    "parameters of quotes": lambda: b"Content-Type: a/b; x=" + b'"\\' * 9_980 + b"\r\n",
    "a million angles": lambda: b"To: " + b"<" * 1_000_000,
    "a million references": lambda: b"References: " + b"<a@b> " * 160_000,
    "long words in address fields": lambda: b"".join(b"To: " + b"a" * 60_000 + b" @\r\n" for _ in range(16)),
    "long words in references": lambda: b"References: " + b"a" * 1_000_000 + b" @",
    "blanks in parameters": lambda: MIXED + (b"--q\r\nContent-Type: a/b; " + b" " * 15_000 + b"\r\n\r\nx\r\n") * 60,
    "parameters without end": lambda: b"Content-Type: text/plain; " + b"a*0*=x; " * 100_000,
    "180 KB of On": lambda: HEAD + b"\r\n" + b"On " * 60_000,
    "lines of On": lambda: HEAD + b"\r\n" + b"On 6 May 2024 wrote:\n" * 30_000,
    "lines of header labels": lambda: HEAD + b"\r\n" + b"From: a@b.example\n" * 30_000,
    "60,000 quoted lines": lambda: HEAD + b"\r\nhi\n" + b"> quoted\n" * 60_000,
    "30,000 answers": lambda: HEAD + b"\r\n" + b"> quoted\nanswer\n" * 30_000,
    "dashes": lambda: HEAD + b"\r\n" + b"--\n" * 100_000,
    "rules": lambda: HEAD + b"\r\n" + b"-----\n" * 60_000,
    "long rules": lambda: HEAD + b"\r\n" + b"- " * 500_000,
    "blank lines": lambda: HEAD + b"\r\nhi" + b"\n" * 1_000_000,
    "spaces": lambda: HEAD + b"\r\nhi" + b" " * 1_000_000 + b"x",
    "a report of blanks": lambda: REPORT + b"Final-Recipient:" + b" " * 190_000 + b"\r\n--q--",
    "a forwarded quote of blank lines": lambda: FORWARD + b">\r\n" * 90_000 + b"> y",
    "NULs": lambda: b"\0" * 1_000_000,
    "high bytes": lambda: HEAD + b"\r\n" + b"\xff\xfe\x80" * 300_000,
    "a million ampersands": lambda: HTML + b"&" * 1_000_000,
    "a million less-thans": lambda: HTML + b"<" * 1_000_000,
    "deep divs": lambda: HTML + b"<div>" * 150_000,
    "deep divs among ends of nothing": lambda: HTML + b"<div></x>" * 50_000,
    "blanks in pre": lambda: HTML + b"<pre>x" + b" " * 300_000 + b"y",
    "deep quotes": lambda: HTML + b"<blockquote type=cite>" * 20_000,
    "shallow quotes": lambda: HTML + b"<blockquote type=cite>x</blockquote>y" * 10_000,
    "repeated formatting": lambda: HTML + b"<p>" + b"".join(b"<b id=%d>" % n for n in range(300)) + b"<p>x" * 50_000,
    "comments": lambda: HTML + b"<!--" * 200_000,
    "attributes": lambda: HTML + b"<p " + b"a='" * 200_000,
    "junk base64": lambda: HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"!!!" * 300_000,
    "flowed": lambda: HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"hello \r\n" * 100_000,
    "a winmail.dat of files": lambda: PACKED + tnef(file("a", b"") * 20_000),
    "a winmail.dat of properties": lambda: (
        PACKED + tnef(attribute(MESSAGE_PROPERTIES, b"many" + b"\3\0\1\x10abcd" * 100_000))
    ),
    "a winmail.dat of many values": lambda: (
        PACKED + tnef(attribute(MESSAGE_PROPERTIES, b"many\x1f\x10\1\x10" + b"\xff" * 4 + b"\0" * 1_000_000))
    ),
    "a winmail.dat of sets of properties": lambda: (
        PACKED
        + tnef(*(attribute(MESSAGE_PROPERTIES, b"many\3\0" + n.to_bytes(2, "little") + b"abcd") for n in range(30_000)))
    ),
    "a winmail.dat of rich text": lambda: (
        PACKED
        + tnef(
            attribute(
                MESSAGE_PROPERTIES,
                properties(of_bytes(RTF, b"\0\0\0\0\xff\xff\xff\xffLZFu\0\0\0\0" + (b"\xff" + b"\0\x0e" * 8) * 50_000)),
            )
        )
    ),
    "a signature of open ends": lambda: SIGNED + UNTIL_SETS + b"\x31\x80" * 400_000,
    "a signature of ends": lambda: SIGNED + UNTIL_SETS + b"\x31\x80" * 200_000 + b"\0\0" * 200_000,
    "a signature of pieces": lambda: SIGNED + signed(b"a" * 200_000, is_open=True).replace(b"a" * 20, b"a"),
    "signatures in signatures": lambda: SIGNED + wrapped(200),
    "an invitation of folds": lambda: CALENDAR + b"SUMMARY:a\r\n" + b" a\r\n" * 200_000,
    "an invitation of parameters": lambda: CALENDAR + b"DTSTART" + b";A=b" * 200_000,
    "an invitation of quotes": lambda: CALENDAR + b"DTSTART" + b';A="b' * 200_000,
    "invitations in invitations": lambda: CALENDAR * 10_000,
    "1,000 calendars": lambda: MIXED + (b"--q\r\n" + CALENDAR[len(HEAD) :] + b"UID:1\r\n" * 100) * 1_000,
    "a million escapes": lambda: HEAD + b"\r\n\x1b$A" + b"\x1b$B\x1b(I\x0ea\x0f\x1bN" * 80_000,
    "1,000 charsets": lambda: (
        MIXED + b"".join(b"--q\r\nContent-Type: text/plain; charset=cp%d\r\n\r\n\xff\r\n" % n for n in range(1_000))
    ),
    "a zip bomb": lambda: MIXED + b"--q\r\nContent-Type: application/zip; name=a.zip\r\n\r\n" + b"PK\x03\x04" * 500_000,
}

GROWING: dict[str, Callable[[int], bytes]] = {
    "plain": lambda size: HEAD + b"\r\n" + b"An ordinary line of an ordinary letter.\r\n" * (size // 41),
    "quoted": lambda size: HEAD + b"\r\nhi\r\n" + b"> An ordinary line of an ordinary letter.\r\n" * (size // 43),
    "attributions": lambda size: (
        HEAD + b"\r\n" + b"On 6 May 2024 at 15:04 a <a@b.example> wrote:\r\n> x\r\n" * (size // 52)
    ),
    "page": lambda size: HTML + b"<div>An <b>ordinary</b> line &amp; more</div>" * (size // 44),
    "winmail.dat": lambda size: PACKED + tnef(file("a.txt", b"hi", of_bytes(1, b"x")) * (size // 120)),
    "parts": lambda size: (
        MIXED + b"--q\r\nContent-Type: text/plain; name=a\r\n\r\n" + b"a line\r\n--no\r\n" * (size // 14)
    ),
}


def main(names: list[str]) -> None:
    """Read them and say what it took: `ru_maxrss` would be the parent's, too, so Linux is asked for the peak."""
    seconds = 0.0
    for name in names or MAILS:
        raw = MAILS[name]()
        start = time.process_time()
        sanitize(parse(raw).html)
        seconds += time.process_time() - start
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    print(f"{seconds:.3f} {int(peak[1]) // 1024 if peak else 0}")


if __name__ == "__main__":
    main(sys.argv[1:])
