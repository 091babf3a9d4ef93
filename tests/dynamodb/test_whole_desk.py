from __future__ import annotations

from tests.e2e.test_journey import test_a_request_travels_the_whole_way_and_back  # noqa: F401
