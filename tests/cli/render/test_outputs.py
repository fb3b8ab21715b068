"""Outputs are readable, and their secrets are not, unless asked for."""

from __future__ import annotations

from cli.render.outputs import output_lines, output_values
from protocol.values import Secret

OUTPUTS = {
    "cluster": "strata-dev",
    "buckets": {"raw": "raw-1a2b3c4", "artifacts": "artifacts-5d6e7f8"},
    "password": Secret("hunter2"),
    "replicas": 3,
    "endpoints": {},
    "zones": ["a", "b"],
    "nested": {"deep": {"token": Secret("s3cr3t")}},
}


def test_outputs_are_in_order_and_mappings_and_lists_stand_below_their_name() -> None:
    assert output_lines(OUTPUTS, show_secrets=False) == [
        "  buckets",
        "    artifacts  artifacts-5d6e7f8",
        "    raw        raw-1a2b3c4",
        "  cluster    strata-dev",
        "  endpoints  {}",
        "  nested",
        "    deep",
        "      token  [secret]",
        "  password   [secret]",
        "  replicas   3",
        "  zones",
        "    0  a",
        "    1  b",
    ]


def test_secrets_are_shown_when_asked_for() -> None:
    lines = output_lines(OUTPUTS, show_secrets=True)
    assert "  password   hunter2" in lines
    assert "      token  s3cr3t" in lines


def test_as_values_secrets_are_hidden_the_same_way() -> None:
    assert output_values(OUTPUTS, show_secrets=False)["nested"] == {"deep": {"token": "[secret]"}}
    assert output_values(OUTPUTS, show_secrets=True)["nested"] == {"deep": {"token": "s3cr3t"}}


def test_long_mappings_and_lists_are_cut_where_room_is_short() -> None:
    outputs = {"endpoints": {f"model-{number}": "https://…" for number in range(5)}, "zones": ["a", "b", "c"]}
    assert output_lines(outputs, show_secrets=False, entries_max=2) == [
        "  endpoints",
        "    model-0  https://…",
        "    model-1  https://…",
        "    … and 3 more",
        "  zones",
        "    0  a",
        "    1  b",
        "    … and 1 more",
    ]


def test_there_may_be_none() -> None:
    assert output_lines({}, show_secrets=False) == []
