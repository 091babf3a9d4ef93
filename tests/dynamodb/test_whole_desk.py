"""The whole way of a request once more, with DynamoDB Local's table and stream in the place of moto's."""

from __future__ import annotations

from tests.e2e.test_journey import test_a_request_travels_the_whole_way_and_back as travels
from tests.support.desk import Desk


def test_a_request_travels_the_whole_way_and_back_on_dynamodb_local(desk: Desk) -> None:
    travels(desk)
