"""moto 5.2.5 made quicker where it wastes most: a test, or a start of the local desk, makes thousands of calls.

None of this changes an answer.
"""

# mypy: disable-error-code="method-assign, attr-defined, assignment, operator, no-any-return"
# It puts its own functions into moto, whose types do not expect that.

from __future__ import annotations

import functools
from typing import Any

from botocore import session
from botocore.loaders import JSONFileLoader
from moto.core import responses
from moto.core.serialize import BaseJSONSerializer
from moto.core.utils import unix_time
from moto.sqs import models as sqs


@functools.cache
def install() -> None:
    """Put the shortcuts into moto, once per process."""
    responses.camelcase_to_underscores = functools.cache(responses.camelcase_to_underscores)
    responses.method_names_from_class = functools.cache(responses.method_names_from_class)
    sqs.camelcase_to_underscores = functools.cache(sqs.camelcase_to_underscores)
    sqs.SQSBackend.is_message_valid_based_on_retention_period = _is_kept
    _write_attribute_values_directly()
    _read_service_descriptions_once()


def _is_kept(self: sqs.SQSBackend, queue_name: str, message: sqs.Message) -> bool:
    """Whether the message is younger than its queue keeps messages. moto counts the whole queue to find that out."""
    return self.get_queue(queue_name).message_retention_period + message.sent_timestamp / 1000 > unix_time()


def _write_attribute_values_directly() -> None:
    """DynamoDB's values have one key of ten; moto looks for each of the ten under five names."""
    whole = BaseJSONSerializer._serialize_type_structure

    def structure(self: Any, serialized: dict[str, Any], value: Any, shape: Any, key: str) -> None:
        if shape.name != "AttributeValue" or type(value) is not dict:
            whole(self, serialized, value, shape, key)
            return
        serialized[key] = {}
        for kind, inner in value.items():
            self._serialize(serialized[key], inner, shape.members[kind], kind)

    BaseJSONSerializer._serialize_type_structure = structure


def _read_service_descriptions_once() -> None:
    """moto and every new session of botocore read the same files, megabytes of JSON, anew, and list their folder."""
    session.create_loader = functools.cache(session.create_loader)
    read, shared = JSONFileLoader._load_file, JSONFileLoader()
    remembered = functools.cache(lambda path, open_file: read(shared, path, open_file))
    JSONFileLoader._load_file = lambda _, path, open_file: remembered(path, open_file)
