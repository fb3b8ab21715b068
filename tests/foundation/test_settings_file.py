"""The file of settings: all mistakes at once, comments kept, never half written."""

from __future__ import annotations

from pathlib import Path

import pytest

from foundation import EnvironmentSettings, SettingsFile, SettingsMistake

FILE = """\
# Ours.
environments:
  dev: {region: eu-west-1}  # the small one
  prod:
    region: eu-central-1
    # Agreed with finance.
    budget_usd: 10
    alert_emails: [a@b.cd]
"""


def test_options_win_over_the_file_and_the_file_over_defaults(tmp_path: Path) -> None:
    (tmp_path / "bootstrap.yaml").write_text(FILE)
    read = SettingsFile(tmp_path).settings("prod", {"budget_usd": 20.0}, {"region": "us-east-1", "branch": "trunk"})
    assert (read.region, read.budget_usd, read.branch) == ("eu-central-1", 20.0, "trunk")


def test_what_is_written_keeps_comments_and_other_environments(tmp_path: Path) -> None:
    (tmp_path / "bootstrap.yaml").write_text(FILE)
    file = SettingsFile(tmp_path)
    settings = file.settings("prod", {"budget_usd": 20.0}, {})
    assert file.remember("prod", settings)
    assert (tmp_path / "bootstrap.yaml").read_text() == FILE.replace("budget_usd: 10", "budget_usd: 20.0")
    assert not file.remember("prod", settings)
    assert [path.name for path in tmp_path.iterdir()] == ["bootstrap.yaml"]


def test_the_first_file_says_what_it_is_for(tmp_path: Path) -> None:
    SettingsFile(tmp_path).remember("dev", EnvironmentSettings(region="eu-west-1"))
    text = (tmp_path / "bootstrap.yaml").read_text()
    assert text.startswith("# What each environment stands on.")
    assert text.endswith("environments:\n  dev:\n    region: eu-west-1\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "is not YAML"),
        ("- a", "the file: "),
        ("environments: []", "environments: "),
        ("environments: {prod: 3}", "environments.prod: "),
        ("environments: {prod: {region: x}, Dev: {region: eu-west-1}}", "environments.prod.region: "),
        ("environments: {prod: {region: x}, Dev: {region: eu-west-1}}", "environments.Dev"),
        ("other: 1", "other: extra"),
    ],
)
def test_mistakes(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "bootstrap.yaml").write_text(text)
    with pytest.raises(SettingsMistake) as told:
        SettingsFile(tmp_path).settings("prod", {}, {})
    assert f"{tmp_path / 'bootstrap.yaml'}: {said}" in str(told.value)


def test_a_mistake_of_an_option_names_the_option(tmp_path: Path) -> None:
    with pytest.raises(SettingsMistake, match="--alert-email: string should match pattern"):
        SettingsFile(tmp_path).settings("prod", {"region": "eu-west-1", "alert_emails": ["x"]}, {})
