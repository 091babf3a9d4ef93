"""The data sets know what shapes them."""

from __future__ import annotations

from tests.bench import data_sets


def test_what_shapes_a_data_set_is_there_to_be_looked_at() -> None:
    """A source that was moved away would leave a data set of an older shape in use, or none at all."""
    assert data_sets._digest()
