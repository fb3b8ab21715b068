"""Which engine the flags choose."""

from __future__ import annotations

import pytest

from cli.choices import Choices
from cli.engines.choosing import choose
from cli.engines.embedded import EmbeddedEngine
from cli.engines.official.cloud import CloudPulumiEngine
from cli.engines.official.sandboxed import SandboxedPulumiEngine
from cli.errors import UsageError
from tests.cli.conftest import Small


def test_the_sandbox_has_the_embedded_engine(fresh: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fresh.root)
    monkeypatch.setenv("STRATA_HOME", str(fresh.home.parent))
    engine = choose("up", "dev", Choices(sandbox=True))
    assert isinstance(engine, EmbeddedEngine)
    assert (engine.stack, engine.flags) == ("dev", "--sandbox")


def test_the_sandbox_has_the_official_engine_too(fresh: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fresh.root)
    monkeypatch.setenv("STRATA_HOME", str(fresh.home.parent))
    engine = choose("up", "dev", Choices(sandbox=True, engine="pulumi"))
    assert isinstance(engine, SandboxedPulumiEngine)
    assert (engine.stack, engine.flags, engine.place) == ("dev", "--sandbox --engine pulumi", {})


def test_without_the_sandbox_it_is_the_official_engine(fresh: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fresh.root)
    for choices in (Choices(), Choices(engine="pulumi")):
        engine = choose("up", "prod", choices)
        assert isinstance(engine, CloudPulumiEngine)
        assert (engine.stack, engine.flags) == ("prod", "")


def test_the_embedded_engine_never_touches_a_cloud() -> None:
    with pytest.raises(UsageError) as refused:
        choose("up", "prod", Choices(engine="embedded"))
    assert str(refused.value).splitlines() == [
        "the embedded engine never touches a cloud",
        "  in the sandbox:  strata up prod --sandbox",
        "  in the cloud:    strata up prod",
    ]
