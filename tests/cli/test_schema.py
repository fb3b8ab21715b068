"""`strata schema` prints the schema that editors use."""

from __future__ import annotations

import pytest

from scaffold import schema
from tests.cli.conftest import Small

pytestmark = pytest.mark.slow


def test_it_is_printed_as_it_is(fresh: Small) -> None:
    done = fresh.strata("schema")
    assert (done.returncode, done.stdout, done.stderr) == (0, schema.text(), "")
