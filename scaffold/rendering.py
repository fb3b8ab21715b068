"""A project's files as the template has them, for some answers."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from copier import Settings, run_copy

from scaffold.answers import ENVIRONMENTS, Answers
from scaffold.emission import as_flow
from scaffold.errors import ProjectError
from scaffold.files import Files

TEMPLATE: Final = Path(__file__).with_name("template")


def render(answers: Answers, template: Path = TEMPLATE) -> Files:
    """Every file of a project, without what Strata keeps of it.

    Raises:
        ProjectError: there is no room for them.
    """
    left_out = [f"stacks/Pulumi.{name}.yaml*" for name in ENVIRONMENTS if name not in answers.environments]
    data = answers.json() | {"yaml": {"owner": as_flow(answers.owner), "cost_center": as_flow(answers.cost_center)}}
    exclude = ["copier.yml", *left_out]
    try:
        with tempfile.TemporaryDirectory(prefix="strata-new-") as scratch:
            made = Path(scratch, "project")
            # Settings of its own, so that a person's defaults for copier change nothing.
            run_copy(str(template), made, data, exclude=exclude, settings=Settings(), defaults=True, quiet=True)
            return {path.relative_to(made): path.read_bytes() for path in sorted(made.rglob("*")) if path.is_file()}
    except OSError as error:
        raise ProjectError(f"the template cannot be rendered: {error.strerror}") from error
