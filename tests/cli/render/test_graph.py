"""A graph in the form that was asked for, and a browser that may not be there."""

from __future__ import annotations

import json
import webbrowser
from pathlib import Path

import pytest

from cli.render.graph import open_file, told, write
from graph.flows import with_flows
from graph.mermaid import as_mermaid
from graph.page import as_html
from graph.record import record
from graph.svg import as_svg
from tests.graph.stacks import small

GRAPH = with_flows(small())


@pytest.mark.parametrize(
    ("form", "view", "expected"),
    [
        ("html", "structure", as_html(GRAPH)),
        ("html", "flow", as_html(GRAPH, "flow")),
        ("svg", "structure", as_svg(GRAPH, 2)),
        ("svg", "flow", as_svg(GRAPH, 2, "flow")),
        ("mermaid", "structure", as_mermaid(GRAPH, 2)),
        ("mermaid", "flow", as_mermaid(GRAPH, 2, "flow")),
    ],
)
def test_each_form_is_drawn_as_asked(form: str, view: str, expected: str) -> None:
    assert told(GRAPH, form, 2, view) == expected


def test_json_is_the_record() -> None:
    assert json.loads(told(GRAPH, "json", 1, "structure")) == json.loads(json.dumps(record(GRAPH)))


def test_a_file_is_written_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write("content", tmp_path / "a.txt", GRAPH)
    assert (tmp_path / "a.txt").read_text() == "content"
    assert capsys.readouterr().out == f"wrote {tmp_path / 'a.txt'}: 6 resources, 3 components\n"
    write("content", None, GRAPH)
    assert capsys.readouterr().out == "content"


def test_without_a_browser_it_says_where_the_file_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    open_file(Path("/x/a.html"))
    assert capsys.readouterr().err == "no browser was found; open file:///x/a.html\n"
