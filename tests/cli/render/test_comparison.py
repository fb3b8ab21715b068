"""How two environments differ, as text, Markdown and JSON."""

from __future__ import annotations

import pytest

from cli.differences.comparison import Comparison
from cli.differences.resources import ResourceDifferences
from cli.differences.settings import SettingDifference
from cli.render.comparison import comparison_json, markdown_lines, show_comparison, told

NOTHING = ResourceDifferences(((), ()), {}, ())
SETTING = SettingDifference("network", "nat", "per_zone", "single", ("", "a|b <i>"), weaker=True)
RULES = [("rds-multi-az", "high", "aws:rds/instance:Instance::db", "multiAz"), ("rds-multi-az", "high", "x::other", "")]
COMPARISON = Comparison(
    "dev", "prod", [SETTING], ResourceDifferences(((("a", "aws:s3/bucket:Bucket", "x"),), ()), {}, RULES)
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "-"),
        (True, "yes"),
        (False, "no"),
        ([], "none"),
        (["a", 1], "a, 1"),
        ({"a": 1}, '{"a": 1}'),
        (1.5, "1.5"),
        ("", ""),
    ],
)
def test_values_are_told(value: object, text: str) -> None:
    assert told(value) == text


def test_text(capsys: pytest.CaptureFixture[str]) -> None:
    show_comparison(COMPARISON, "text", details=True)
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "nat per_zone single weaker prod: a|b <i>" in lines
    assert "only in dev: 1 resources; a 1" in lines
    assert "a aws:s3:Bucket x" in lines
    assert "weaker high rds-multi-az db, other" in lines
    assert lines[-1] == "prod is weaker than dev in 3 places; 1 settings differ"


def test_markdown_keeps_its_cells() -> None:
    lines = list(markdown_lines(COMPARISON))
    assert "| nat | per_zone | single | **weaker** prod: a\\|b &lt;i> |" in lines
    assert "- high  rds-multi-az  db, other" in lines


def test_json_is_complete() -> None:
    document = comparison_json(COMPARISON)
    assert document["weaker"] == 3
    assert document["settings"] == [
        {
            "component": "network",
            "setting": "nat",
            "values": {"dev": "per_zone", "prod": "single"},
            "why": {"dev": "", "prod": "a|b <i>"},
            "weaker": True,
        }
    ]
    assert document["resources"]["only"] == {
        "dev": [{"component": "a", "type": "aws:s3/bucket:Bucket", "name": "x"}],
        "prod": [],
    }
    assert [one["path"] for one in document["rules"]] == ["multiAz", ""]


def test_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    show_comparison(Comparison("dev", "prod", [], NOTHING), "text", details=False)
    assert capsys.readouterr().out == "dev and prod are the same but for their names\n"


def test_differing_without_being_weaker(capsys: pytest.CaptureFixture[str]) -> None:
    setting = SettingDifference("network", "cidr", "a", "b", ("same", "same"), weaker=False)
    show_comparison(Comparison("dev", "prod", [setting], NOTHING), "text", details=False)
    out = capsys.readouterr().out
    assert out.count("same") == 1
    assert out.endswith("prod is nowhere weaker than dev; 1 settings differ\n")
