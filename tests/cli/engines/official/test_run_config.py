"""What only one run has stands in a copy of the stack's file, which is gone afterwards."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import yaml

from cli.engines.official.run_config import run_config

WRITTEN = "encryptionsalt: v1:x\nconfig:\n  aws:region: eu-central-1\n  strata:token:\n    secure: v1:y\n"


def test_without_further_values_the_file_is_the_one_it_was(tmp_path: Path) -> None:
    for file in (None, tmp_path / "Pulumi.dev.yaml"):
        with run_config(file, tmp_path, "dev", {}) as used:
            assert used == file


def test_further_values_stand_beside_those_of_the_file_and_what_is_encrypted_stays_so(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: x\nstackConfigDir: stacks\n")
    (tmp_path / "stacks").mkdir()
    original = tmp_path / "stacks" / "Pulumi.dev.yaml"
    original.write_text(WRITTEN)
    with run_config(None, tmp_path, "dev", {"strata:override": json.dumps({"deletion": "x"}), "a:b": "c"}) as used:
        assert used is not None
        assert yaml.safe_load(used.read_text()) == {
            "encryptionsalt": "v1:x",
            "config": {
                "aws:region": "eu-central-1",
                "strata:token": {"secure": "v1:y"},
                "strata:override": {"deletion": "x"},
                "a:b": "c",
            },
        }
        assert stat.S_IMODE(used.stat().st_mode) == 0o600
    assert not used.exists()
    assert original.read_text() == WRITTEN


def test_a_file_without_values_gets_them(tmp_path: Path) -> None:
    stand_in = tmp_path / "Pulumi.dev.yaml"
    stand_in.write_text("")
    with run_config(stand_in, tmp_path, "dev", {"a:b": "c"}) as used:
        assert used is not None
        assert yaml.safe_load(used.read_text()) == {"config": {"a:b": "c"}}
