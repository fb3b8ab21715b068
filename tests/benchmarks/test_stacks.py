"""The benchmark of the stacks compares one program with itself: the same resources under the mocks and in a preview."""

from __future__ import annotations

import pytest

from benchmarks.measuring import measure_module
from benchmarks.stacks import require_same_resources

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_the_mocks_register_what_the_preview_plans(stack: str) -> None:
    counts = {
        mode: measure_module("benchmarks.stacks", "--child", mode, "--stacks", stack).resources
        for mode in ("mocks", "preview")
    }
    assert counts["mocks"] == counts["preview"] > 200


def test_different_programs_are_not_compared() -> None:
    with pytest.raises(SystemExit, match="dev: 290 resources under the mocks, 291 in the preview"):
        require_same_resources("dev", 290, 291)
