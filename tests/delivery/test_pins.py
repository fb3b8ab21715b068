"""What is taken from others is named so that it cannot become something else."""

from __future__ import annotations

import re

from delivery.pins import ACTIONS, TOOLS


def test_an_action_is_a_whole_commit_with_the_version_it_had() -> None:
    for action in ACTIONS.values():
        assert re.fullmatch(r"[0-9a-f]{40}", action.commit)
        assert re.fullmatch(r"v\d+\.\d+\.\d+", action.version)


def test_a_tool_is_of_one_version() -> None:
    for version in vars(TOOLS).values():
        assert re.fullmatch(r"(\S+@)?v?\d+\.\d+\.\d+", version)
