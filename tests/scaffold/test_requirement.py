"""A project asks for the Strata that made it, from where that came (PEP 610)."""

from __future__ import annotations

import json
from importlib import metadata
from typing import Any

import pytest

from scaffold import requirement as module
from scaffold.answers import mistake


class Installed:
    """A distribution that came from somewhere."""

    version = "1.2.0"

    def __init__(self, origin: dict[str, Any] | None) -> None:
        self.origin = origin

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return json.dumps(self.origin) if self.origin else None


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (None, "strata==1.2.0"),
        ({"url": "file:///srv/strata", "dir_info": {"editable": True}}, "strata @ file:///srv/strata"),
        (
            {"url": "https://git.example/strata.git", "vcs_info": {"vcs": "git", "commit_id": "abc123"}},
            "strata @ git+https://git.example/strata.git@abc123",
        ),
        ({"url": "https://x.example/strata.whl", "archive_info": {}}, "strata @ https://x.example/strata.whl"),
    ],
)
def test_where_it_came_from(origin: dict[str, Any] | None, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "distribution", lambda _: Installed(origin))
    assert module.requirement() == expected
    assert mistake("requirement", expected) == ""


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        ("strata==1.0.0", "strata==1.2.0"),
        ("strata>=1,<2", "strata>=1,<2"),
        ("strata @ git+https://git.example/strata.git@v1", "strata @ git+https://git.example/strata.git@v1"),
    ],
)
def test_an_update_follows_a_version_and_leaves_what_was_chosen(
    recorded: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "version", lambda _: "1.2.0")
    assert module.renewed(recorded) == expected
