"""What Strata keeps of a project is what it needs to update it."""

from __future__ import annotations

from pathlib import Path

import yaml

from scaffold.answers import Answers
from scaffold.files import ANSWERS, BASE, kept
from tests.scaffold.test_answers import GOOD

FILES = {Path("a"): b"1", Path("b/c"): b"\0"}


def test_what_is_kept_is_the_answers_and_every_file() -> None:
    record = kept(Answers.read(GOOD), FILES)
    assert Answers.read(yaml.safe_load(record.pop(ANSWERS))) == Answers.read(GOOD)
    assert {path.relative_to(BASE): content for path, content in record.items()} == FILES
