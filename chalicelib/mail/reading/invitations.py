"""An invitation (RFC 5545, RFC 5546) as text: its title, when and where it is, who invites, and the link to it.

Nothing but what it says itself, so that no language is needed: days as ISO 8601 has them, zones and rules as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from chalicelib.domain.text import one_line

MAX_CONTENT = 1_000_000
MAX_EVENTS = 10
_FOLD = re.compile(r"(?:\r\n|\n|\r)[ \t]")
_LINE = re.compile(r'([\w-]{1,60})((?:;[\w-]{1,60}=(?:"[^"]*"|[^";:]*))*):(.*)')
_PARAMETER = re.compile(r';([\w-]{1,60})=(?:"([^"]*)"|([^";:]*))')
_ESCAPE = re.compile(r"\\([\\;,nN])")
_LINK = re.compile(r"https?://[^\s<>\"\\]{1,2000}")
_DURATION = re.compile(r"P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:\d{1,5}S)?)?")
_LINKS = ("url", "conference", "x-google-conference", "x-microsoft-skypeteamsmeetingurl")
_OUTCOMES = {"CANCEL": "CANCELLED"}

Property = tuple[dict[str, str], str]


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """One event. Every line is one line; `method` is what is asked by it, such as REQUEST, and may be empty."""

    uid: str
    method: str
    title: str
    when: str
    rule: str
    place: str
    organiser: str
    link: str
    description: str

    def as_text(self, *, with_description: bool) -> str:
        """Return it in a few lines, those it has nothing for left out."""
        told = [self.title, self.when, self.rule, self.place, self.organiser]
        above = "\n".join(filter(None, told))
        description = self.description if with_description else ""
        link = "" if self.link in f"{above}\n{description}" else self.link
        return "\n\n".join(filter(None, ["\n".join(filter(None, [above, link])), description]))

    def is_told_in(self, text: str) -> bool:
        """Return whether a text, its white space single blanks, names the event already, and where it is."""
        where = [value for value in (self.place, self.link) if value]
        return self.title in text and (not where or any(value in text for value in where))


@dataclass(slots=True)
class _Event:
    properties: dict[str, Property] = field(default_factory=dict)


def read_invitations(text: str) -> list[CalendarItem]:
    """Return the events of a calendar, each once however often it recurs; at most MAX_EVENTS, none where it is none."""
    method, events, inside = "", [], [""]
    for line in _FOLD.sub("", text[:MAX_CONTENT]).splitlines():
        found = _LINE.match(line.strip())
        if not found:
            continue
        name, value = found[1].lower(), found[3].strip()
        if name == "begin":
            inside.append(value.upper())
            if inside[-1] == "VEVENT":
                events.append(_Event())
        elif name == "end":
            del inside[max(1, len(inside) - 1) :]
        elif name == "method" and "VEVENT" not in inside[-2:]:
            method = value.upper()[:20]
        elif inside[-1] == "VEVENT" and events:
            events[-1].properties.setdefault(name, (_parameters(found[2]), value))
    made: dict[str, CalendarItem] = {}
    for event in events[: MAX_EVENTS * 100]:
        invitation = _made(event.properties, method)
        made.setdefault(invitation.uid or str(len(made)), invitation)
    return list(made.values())[:MAX_EVENTS]


def _parameters(text: str) -> dict[str, str]:
    return {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(text)}


def _made(properties: dict[str, Property], method: str) -> CalendarItem:
    values = {name: _unescaped(value) for name, (_, value) in properties.items()}
    place, description = one_line(values.get("location", "")), values.get("description", "").strip()
    rule = one_line(properties.get("rrule", ({}, ""))[1])
    return CalendarItem(
        uid=values.get("uid", ""),
        method=method,
        title=" ".join(filter(None, [one_line(values.get("summary", "")), _outcome(properties, method)])),
        when=_when(properties),
        rule=rule,
        place=place,
        organiser=_organiser(*properties.get("organizer", ({}, ""))),
        link=_link(values, f"{place}\n{description}"),
        description=description,
    )


def _outcome(properties: dict[str, Property], method: str) -> str:
    """What became of it, in brackets: it was called off, or somebody answers."""
    cancelled = properties.get("status", ({}, ""))[1].upper() == "CANCELLED"
    answer = properties.get("attendee", ({}, ""))[0].get("partstat", "") if method == "REPLY" else ""
    outcome = "CANCELLED" if cancelled else _OUTCOMES.get(method, one_line(answer)[:30])
    return f"({outcome})" if outcome else ""


def _organiser(parameters: dict[str, str], value: str) -> str:
    address = value[7:] if value.lower().startswith("mailto:") else value
    name = parameters.get("cn", "")
    return one_line(f"{name} <{address}>" if name and address and name != address else name or address)


def _link(values: dict[str, str], elsewhere: str) -> str:
    named = [values[name] for name in _LINKS if _LINK.match(values.get(name, ""))]
    found = _LINK.search("\n".join([*named, elsewhere]))
    return found[0].rstrip(".,;)") if found else ""


def _unescaped(value: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _when(properties: dict[str, Property]) -> str:
    """From when to when, as written: `2026-12-01 10:00–11:00 (Europe/Rome)`; of whole days, the last one."""
    if "dtstart" not in properties:
        return ""
    (parameters, written), ended = properties["dtstart"], properties.get("dtend")
    start, end = _moment(written), _moment(ended[1]) if ended else None
    if start is None:
        return one_line(written)[:60]
    try:
        end = end or _after(start, properties.get("duration", ({}, ""))[1])
        last = end - timedelta(days=1) if end and len(written) == 8 else end
    except OverflowError:
        last = None
    if len(written) == 8:
        return _span(f"{start.date()}", f"{last.date()}" if last and last > start else "")
    zone = "UTC" if written.upper().endswith("Z") else _zone(parameters.get("tzid", ""))
    same_day = last is not None and last.date() == start.date()
    until = f"{last:%H:%M}" if last and same_day else f"{last.date()} {last:%H:%M}" if last else ""
    return _span(f"{start.date()} {start:%H:%M}", until) + (f" ({zone})" if zone else "")


def _span(start: str, end: str) -> str:
    return f"{start}{' – ' if len(end) > 5 else '–'}{end}" if end else start


def _after(start: datetime, duration: str) -> datetime | None:
    found = _DURATION.fullmatch(duration.strip().upper().lstrip("+"))
    if not found or not any(found.groups()):
        return None
    weeks, days, hours, minutes = (int(number or 0) for number in found.groups())
    return start + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)


def _moment(written: str) -> datetime | None:
    digits = written.strip().upper().rstrip("Z")
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
        hours, minutes = (int(digits[9:11]), int(digits[11:13])) if len(digits) > 8 else (0, 0)
        return datetime(day.year, day.month, day.day, hours, minutes)
    except ValueError:
        return None


def _zone(name: str) -> str:
    """The name of a zone without the path that some programs put before it."""
    parts = name.strip().split("/")
    return one_line("/".join(parts[-2:] if name.startswith("/") else parts))[:80]
