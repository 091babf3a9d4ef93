"""What of a later OpenAPI document breaks programs that were written for an earlier one.

Breaking is, and nothing else:

* A path, a method or an answer of success is gone, or an operation has another `operationId`: made clients call it so.
* A token is needed where none was.
* A parameter or a body is no longer taken, or has to be given where it hadn't to be.
* A parameter or body takes less: a field is gone (fields that aren't known are refused), has to be given, or no longer
  takes a type, null, a value of an enumeration, or other fields; a bound is closer; a pattern or format is another, or
  there was none. A pattern that lists values, separated by commas, is compared as an enumeration.
* An answer says less: a field is gone, or no longer always there.
* An answer has what no program expects: another type, null where there was none, another format, another kind of items.

Not breaking are new paths, methods, optional parameters and fields, new fields and enumerated values in answers, wider
bounds, other refusals, defaults, words, names of schemas, and order.

A release writes its document down: `python -m tests.api.serving.additions > tests/fixtures/openapi-<day>.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.api.docs.openapi import document

FIXTURES = Path(__file__).parents[2] / "fixtures"
BASE = "https://desk.example.com"
Described = dict[str, Any]
_LIST = re.compile(r"\^\(\(([^()]+)\)\(,\(\1\)\)\*\)\?\$")
_AT_MOST = ("maximum", "maxLength", "maxItems")
_AT_LEAST = ("minimum", "minLength", "minItems")


def served() -> Described:
    """Return the document as the API serves it."""
    found: Described = json.loads(document(BASE))
    return found


def last_released() -> Described:
    """Return the document of the last release."""
    found: Described = json.loads(max(FIXTURES.glob("openapi-*.json")).read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier and a later document. Sentences say what breaks, and where."""

    old: Described
    new: Described

    def breaks(self) -> Iterator[str]:
        for path, operations in self.old["paths"].items():
            for method, operation in operations.items():
                later = self.new["paths"].get(path, {}).get(method)
                faults = ["is gone"] if later is None else self._operation(operation, later)
                yield from (f"{method.upper()} {path}: {fault}" for fault in faults)

    def _operation(self, old: Described, new: Described) -> Iterator[str]:
        if old["operationId"] != new["operationId"]:
            yield f"the operationId {old['operationId']} is gone"
        if new["security"] and new["security"] != old["security"]:
            yield "a token is needed"
        yield from self._parameters(_by_name(old), _by_name(new))
        yield from self._bodies(old.get("requestBody"), new.get("requestBody"))
        for status, answer in old["responses"].items():
            if int(status) < 400:
                yield from self._answers(status, answer, new["responses"].get(status))

    def _parameters(self, old: Described, new: Described) -> Iterator[str]:
        for name, parameter in old.items():
            if name not in new:
                yield f"the parameter {name} is gone"
            else:
                yield from self._takes(parameter["schema"], new[name]["schema"], f"the parameter {name}")
        for name, parameter in new.items():
            if parameter["required"] and not (name in old and old[name]["required"]):
                yield f"the parameter {name} has to be given"

    def _bodies(self, old: Described | None, new: Described | None) -> Iterator[str]:
        if new and new["required"] and not (old and old["required"]):
            yield "a body has to be given"
        for kind, content in old["content"].items() if old else ():
            if new is None or kind not in new["content"]:
                yield f"no body of {kind} is taken"
            else:
                yield from self._takes(content["schema"], new["content"][kind]["schema"], "the body")

    def _answers(self, status: str, old: Described, new: Described | None) -> Iterator[str]:
        if new is None:
            yield f"the answer {status} is gone"
            return
        for kind, content in old.get("content", {}).items():
            if kind not in new.get("content", {}):
                yield f"the answer {status} is no {kind}"
            else:
                yield from self._gives(content["schema"], new["content"][kind]["schema"], "the answer")

    def _takes(self, old: Any, new: Any, where: str) -> Iterator[str]:
        """What callers may send by the old schema has to be taken by some alternative of the new one."""
        for kind in _alternatives(old, self.old):
            tries = [(other, self._kind_takes(kind, other, where)) for other in _alternatives(new, self.new)]
            yield from _nearest(tries, kind, f"{where} no longer takes {_type(kind)}")

    def _gives(self, old: Any, new: Any, where: str) -> Iterator[str]:
        """What is answered by the new schema has to be some alternative of the old one."""
        for kind in _alternatives(new, self.new):
            tries = [(other, self._kind_gives(other, kind, where)) for other in _alternatives(old, self.old)]
            yield from _nearest(tries, kind, f"{where} may be {_type(kind)}")

    def _kind_takes(self, old: Described, new: Described, where: str) -> Iterator[str]:
        if not _is_within(_type(old), _type(new)):
            yield f"{where} no longer takes {_type(old)}"
            return
        yield from _values_taken(old, new, where)
        yield from _bounds_taken(old, new, where)
        if "items" in new:
            yield from self._takes(old.get("items", True), new["items"], f"{where}[]")
        if _type(new) == "object":
            yield from self._fields_taken(old, new, where)

    def _fields_taken(self, old: Described, new: Described, where: str) -> Iterator[str]:
        fields, others = new.get("properties", {}), new.get("additionalProperties", True)
        for name, schema in old.get("properties", {}).items():
            if name not in fields and others is False:
                yield f"{where}.{name} is gone"
            else:
                yield from self._takes(schema, fields.get(name, others), f"{where}.{name}")
        for name in sorted(set(new.get("required", ())) - set(old.get("required", ()))):
            yield f"{where}.{name} has to be given"
        allowed = old.get("additionalProperties", True)
        if allowed is not False and others is False:
            yield f"{where} takes no other fields"
        elif allowed is not False:
            yield from self._takes(allowed, others, f"{where}.*")

    def _kind_gives(self, old: Described, new: Described, where: str) -> Iterator[str]:
        if not _is_within(_type(new), _type(old)):
            yield f"{where} may be {_type(new)}"
            return
        if "format" in old and old["format"] != new.get("format"):
            yield f"{where} has no format {old['format']}"
        if "items" in old:
            yield from self._gives(old["items"], new.get("items", True), f"{where}[]")
        if isinstance(old.get("additionalProperties"), dict):
            yield from self._gives(old["additionalProperties"], new.get("additionalProperties", True), f"{where}.*")
        for name, schema in old.get("properties", {}).items():
            if name not in new.get("properties", {}):
                yield f"{where}.{name} is gone"
                continue
            if name in old.get("required", ()) and name not in new.get("required", ()):
                yield f"{where}.{name} may be missing"
            yield from self._gives(schema, new["properties"][name], f"{where}.{name}")


def _by_name(operation: Described) -> Described:
    return {f"{one['name']} ({one['in']})": one for one in operation["parameters"]}


def _alternatives(schema: Any, within: Described) -> list[Described]:
    """The plain schemas of which one has to fit, references followed."""
    if schema is True:
        return [{}]
    if "$ref" in schema:
        return _alternatives(within["components"]["schemas"][schema["$ref"].rpartition("/")[2]], within)
    several = schema.get("anyOf") or schema.get("oneOf")
    return [kind for one in several for kind in _alternatives(one, within)] if several else [schema]


def _nearest(tries: list[tuple[Described, Iterator[str]]], kind: Described, otherwise: str) -> list[str]:
    """Nothing, if one alternative fits; or what is wrong with the most similar one of the same type."""
    found = [(_type(other) == _type(kind), list(faults)) for other, faults in tries]
    if any(not faults for _, faults in found):
        return []
    return min((faults for same, faults in found if same), key=len, default=[otherwise])


def _type(kind: Described) -> str:
    return str(kind.get("type", "anything"))


def _is_within(narrow: str, wide: str) -> bool:
    return wide in (narrow, "anything") or (narrow, wide) == ("integer", "number")


def _values(kind: Described) -> list[Any] | None:
    """The values that an enumeration knows, or a pattern that lists them; None if it is neither."""
    listed = _LIST.fullmatch(kind.get("pattern", ""))
    if listed:
        return listed[1].split("|")
    return [kind["const"]] if "const" in kind else kind.get("enum")


def _values_taken(old: Described, new: Described, where: str) -> Iterator[str]:
    known, taken = _values(old), _values(new)
    if taken is not None and known is None:
        yield f"{where} takes certain values alone"
    elif taken is not None:
        yield from (f"{where} no longer takes {value!r}" for value in known or () if value not in taken)
    elif "pattern" in new and new["pattern"] != old.get("pattern"):
        yield f"{where} has another pattern"
    if "format" in new and new["format"] != old.get("format"):
        yield f"{where} has another format"


def _bounds_taken(old: Described, new: Described, where: str) -> Iterator[str]:
    closer: Callable[[Any, Any], bool]
    for names, closer in ((_AT_MOST, lambda now, then: now < then), (_AT_LEAST, lambda now, then: now > then)):
        for name in names:
            if name in new and (name not in old or closer(new[name], old[name])):
                yield f"{where} has a closer {name}"


if __name__ == "__main__":
    print(json.dumps(served(), ensure_ascii=False, separators=(",", ":")))
