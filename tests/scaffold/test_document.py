"""What is added to a YAML text stands where it belongs, and not one other byte has changed."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffold.document import add, find
from scaffold.errors import DocumentError

ROOT = Path(__file__).parents[2]
PATH = ("config", "strata:queues", "teams")
ITEM = {"name": "vision", "quotas": {"cpu": {"cpus": 2, "memory_gib": 8}}}
DEFAULT = [{"name": "first"}]
BLOCK = "      - name: vision\n        quotas:\n          cpu: {cpus: 2, memory_gib: 8}\n"
FLOW = "{name: vision, quotas: {cpu: {cpus: 2, memory_gib: 8}}}"


def changed(before: str, after: str) -> list[str]:
    """The lines that went and came."""
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line for line in lines if line[0] in "+-"]


CASES = {
    "after the last of a list": (
        "config:\n  strata:queues:\n    teams:\n      - name: a\n",
        "config:\n  strata:queues:\n    teams:\n      - name: a\n" + BLOCK,
    ),
    "before what follows, after the item's own comments": (
        "config:\n  strata:queues:\n    teams:\n      - name: a # x\n        # of a\n\n    # of b\n    b: 1\n",
        "config:\n  strata:queues:\n    teams:\n      - name: a # x\n        # of a\n"
        + BLOCK
        + "\n    # of b\n    b: 1\n",
    ),
    "as far in as its siblings": (
        "config:\n  strata:queues:\n    teams:\n    -   name: a\n",
        "config:\n  strata:queues:\n    teams:\n    -   name: a\n" + BLOCK.replace("  ", "", 1).replace("\n  ", "\n"),
    ),
    "without a line's end at the end": (
        "config:\n  strata:queues:\n    teams:\n      - name: a",
        "config:\n  strata:queues:\n    teams:\n      - name: a\n" + BLOCK.removesuffix("\n"),
    ),
    "with the line ends of Windows": (
        "config:\r\n  strata:queues:\r\n    teams:\r\n      - name: a\r\n  b: 1\r\n",
        "config:\r\n  strata:queues:\r\n    teams:\r\n      - name: a\r\n" + BLOCK.replace("\n", "\r\n") + "  b: 1\r\n",
    ),
    "after a text of several lines": (
        "config:\n  strata:queues:\n    teams:\n      - name: |\n          a\n  b: 1\n",
        "config:\n  strata:queues:\n    teams:\n      - name: |\n          a\n" + BLOCK + "  b: 1\n",
    ),
    "after an alias": (
        "config:\n  x: &x {a: 1}\n  strata:queues:\n    teams:\n      - name: a\n        q: *x # y\n  b: 1\n",
        "config:\n  x: &x {a: 1}\n  strata:queues:\n    teams:\n      - name: a\n        q: *x # y\n"
        + BLOCK
        + "  b: 1\n",
    ),
    "after a setting without a value": (
        "config:\n  strata:queues:\n    teams:\n      - name: a\n        q:\n  b: 1\n",
        "config:\n  strata:queues:\n    teams:\n      - name: a\n        q:\n" + BLOCK + "  b: 1\n",
    ),
    "before the document's end": (
        "---\nconfig:\n  strata:queues:\n    teams:\n      - name: a\n...\n",
        "---\nconfig:\n  strata:queues:\n    teams:\n      - name: a\n" + BLOCK + "...\n",
    ),
    "in brackets": (
        "config:\n  strata:queues:\n    teams: [{name: a},\n            {name: b} , ] # c\n",
        "config:\n  strata:queues:\n    teams: [{name: a},\n            {name: b}, " + FLOW + " , ] # c\n",
    ),
    "in a mapping in brackets": (
        "config: {strata:queues: {b: 1}, c: 2}\n",
        "config: {strata:queues: {b: 1, teams: [{name: first}, " + FLOW + "]}, c: 2}\n",
    ),
    "in the place of an empty list in brackets": (
        "config:\n  strata:queues: {teams: []}\n",
        "config:\n  strata:queues: {teams: [{name: first}, " + FLOW + "]}\n",
    ),
    "in the place of an empty list": (
        "config:\n  strata:queues:\n    teams: []  # none yet\n    b: 1\n",
        "config:\n  strata:queues:\n    teams:  # none yet\n      - name: first\n" + BLOCK + "    b: 1\n",
    ),
    "in the place of nothing": (
        "config:\n  strata:queues:\n    teams: ~\n    b: 1\n",
        "config:\n  strata:queues:\n    teams:\n      - name: first\n" + BLOCK + "    b: 1\n",
    ),
    "where the setting is missing": (
        "config:\n  strata:queues:\n    b: 1\n    # of b\n  c: 2\n",
        "config:\n  strata:queues:\n    b: 1\n    # of b\n    teams:\n      - name: first\n" + BLOCK + "  c: 2\n",
    ),
    "where the section has nothing": (
        "config:\n  strata:queues:\n  c: 2\n",
        "config:\n  strata:queues:\n    teams:\n      - name: first\n" + BLOCK + "  c: 2\n",
    ),
    "where the section is missing": (
        "config:\n  c: 2\n\n# the end\n",
        "config:\n  c: 2\n  strata:queues:\n    teams:\n      - name: first\n" + BLOCK + "\n# the end\n",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_item_is_added(case: str) -> None:
    before, after = CASES[case]
    added = add(before, PATH, ITEM, DEFAULT)
    assert added.text == after
    assert "vision" in added.text.splitlines()[added.line - 1]


def test_a_plain_name_is_added() -> None:
    path = ("config", "strata:registry", "repositories")
    written = "config:\n  strata:registry:\n    repositories: [training, serving] # ours\n"
    assert add(written, path, "fraud", ["x"]).text == written.replace("serving]", "serving, fraud]")
    listed = "config:\n  strata:registry:\n    repositories:\n    - training\n"
    assert add(listed, path, "fraud", ["x"]).text == listed + "    - fraud\n"
    assert add("config:\n  b: 1\n", path, "fraud", ["training"]).text == (
        "config:\n  b: 1\n  strata:registry:\n    repositories: [training, fraud]\n"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("config:\n  a: [\n", "line 3, column 1: expected the node content, but found '<stream end>'"),
        ("config:\n  a: 1\n\tb: 2\n", "line 3, column 1: "),
        ("config:\n  a: 1\n  a: 2\n", 'line 3, column 3: found duplicate key "a" with value "2"'),
        ("a: 1\n---\na: 2\n", "line 2, column 1: but found another document"),
        ("", "line 1: must be a mapping of keys to values"),
        ("# nothing\n", "line 1: must be a mapping of keys to values"),
        ("- 1\n", "line 1: must be a mapping of keys to values"),
        ("config:\n  strata:queues: none\n", "line 2: must be a mapping of settings, got text"),
        ("config:\n  strata:queues: [1]\n", "line 2: must be a mapping of settings, got a list"),
        ("config:\n  strata:queues:\n    teams: none\n", "line 3: must be a list"),
        ("config:\n  strata:queues:\n    teams: {a: 1}\n", "line 3: must be a list"),
        ("config:\n  x: &x [1]\n  strata:queues:\n    teams: *x\n", "line 4: is an alias of another place"),
    ],
)
def test_what_cannot_be_added_to_is_told(text: str, message: str) -> None:
    with pytest.raises(DocumentError) as refused:
        add(text, PATH, ITEM)
    assert str(refused.value).startswith(message)


def test_the_names_in_a_list_and_their_lines() -> None:
    text = "config:\n  strata:queues:\n    teams:\n      - {name: a}\n      - quotas: {}\n        name: b\n      - 3\n"
    assert find(text, PATH) == {"a": 4, "b": 6, "3": 7}
    assert find(text, ("config", "strata:gpu", "pools")) is None


@pytest.mark.parametrize("stack", ["dev", "staging", "prod"])
@pytest.mark.parametrize(
    ("path", "lines"),
    [
        (PATH, 3),
        (("config", "strata:gpu", "pools"), None),
        (("config", "strata:serving", "endpoints"), 3),
        (("config", "strata:new", "list"), None),
    ],
)
def test_our_own_stack_files_get_lines_and_lose_none(stack: str, path: tuple[str, ...], lines: int | None) -> None:
    text = (ROOT / "stacks" / f"Pulumi.{stack}.yaml").read_text()
    came = changed(text, add(text, path, ITEM, DEFAULT).text)
    assert [line for line in came if line[0] == "-"] == []
    assert lines is None or len(came) == lines


NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
SCALARS = st.one_of(
    st.integers(), st.booleans(), NAMES, st.sampled_from(["0815", "yes", "12:30", "a: b", "# c", "~", ""])
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3))
ITEMS = st.dictionaries(NAMES, VALUES, max_size=3).map(lambda settings: {"name": "vision", **settings})
COMMENTS = st.sampled_from(["", "  # why", "\n    # a line of its own", "\n\n# at the margin", "\n      # deep"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A stack file as people write them: in lines or in brackets, commented anywhere, with any settings."""
    teams = draw(st.lists(ITEMS, max_size=3))
    sections: dict[str, Any] = draw(st.dictionaries(NAMES, VALUES, max_size=3))
    kind = draw(st.sampled_from(["lines", "brackets", "missing"]))
    if kind != "missing":
        sections["strata:queues"] = {**draw(st.dictionaries(NAMES, VALUES, max_size=2)), "teams": teams}
    lines = yaml.safe_dump(
        {"config": sections},
        default_flow_style=None if kind == "brackets" else False,
        sort_keys=draw(st.booleans()),
        indent=draw(st.sampled_from([2, 3, 4])),
        width=draw(st.sampled_from([40, 1000])),
    ).splitlines()
    commented = [f"{line}{draw(COMMENTS) if line.endswith((':', '}', ']')) else ''}" for line in lines]
    ends = draw(st.sampled_from(["\n", "\r\n"]))
    return ends.join("\n".join(commented).split("\n")) + draw(st.sampled_from(["", ends, f"{ends}{ends}# end{ends}"]))


@settings(max_examples=60)
@given(texts(), ITEMS)
def test_whatever_stands_there_stays_and_the_new_is_read_as_meant(text: str, item: dict[str, Any]) -> None:
    added = add(text, PATH, item, DEFAULT).text
    before = yaml.safe_load(text)["config"]
    queues = before.get("strata:queues") or {}
    listed = [*(queues.get("teams") or DEFAULT), item]
    assert yaml.safe_load(added)["config"] == {**before, "strata:queues": {**queues, "teams": listed}}
    assert added.count("\r\n") == (added.count("\n") if "\r\n" in text else 0)
    old, new = text.splitlines(), added.splitlines()
    replaced = [
        (old[a:b], new[c:d])
        for what, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if what in {"replace", "delete"}
    ]
    assert len(replaced) <= 1
    assert all(len(gone) == 1 and any(grown(gone[0], line) for line in came) for gone, came in replaced)


def grown(old: str, new: str) -> bool:
    """Whether a line has got more in one place, or lost an empty value alone."""
    same = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    emptied = {old.replace(f" {empty}", "", 1) for empty in ("[]", "{}", "null")}
    return new in emptied or (len(new) > len(old) and new.endswith(old[same:]))
