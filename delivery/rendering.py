"""Templates become files. Brackets, `[[ … ]]` and `[% … %]`, mark what is filled in: braces are the pipelines' own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from jinja2 import Environment as Templates
from jinja2 import FileSystemLoader, StrictUndefined

from delivery.pins import ACTIONS, TOOLS
from delivery.pipeline import Pipeline
from delivery.provider import Provider

_TEMPLATES: Final = Path(__file__).parent / "templates"
FILES: Final[dict[Provider, dict[str, str]]] = {
    Provider.GITHUB: {
        ".github/actions/strata/action.yml": "github/action.yml",
        ".github/workflows/preview.yml": "github/preview.yml",
        ".github/workflows/deploy.yml": "github/deploy.yml",
        ".github/workflows/environment.yml": "github/environment.yml",
        ".github/workflows/drift.yml": "github/drift.yml",
        ".github/workflows/images.yml": "github/images.yml",
        ".github/workflows/security.yml": "github/security.yml",
    },
    Provider.GITLAB: {
        ".gitlab-ci.yml": "gitlab/gitlab-ci.yml",
        ".gitlab/ci/preview.yml": "gitlab/preview.yml",
        ".gitlab/ci/deploy.yml": "gitlab/deploy.yml",
        ".gitlab/ci/drift.yml": "gitlab/drift.yml",
        ".gitlab/ci/images.yml": "gitlab/images.yml",
        ".gitlab/ci/security.yml": "gitlab/security.yml",
    },
    Provider.JENKINS: {"Jenkinsfile": "jenkins/Jenkinsfile"},
}
"""What is written for each provider: the place in the project, and the template."""


def render(provider: Provider, pipeline: Pipeline) -> dict[str, str]:
    """The files of a pipeline.

    Returns:
        Their contents, by their places in the project.
    """
    templates = Templates(
        loader=FileSystemLoader(_TEMPLATES),
        block_start_string="[%",
        block_end_string="%]",
        variable_start_string="[[",
        variable_end_string="]]",
        comment_start_string="[#",
        comment_end_string="#]",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - what is written is no HTML; `Pipeline` lets nothing through that YAML would read otherwise
    )
    stacks = f"[{', '.join(one.name for one in pipeline.environments)}]"
    known = {
        "pipeline": pipeline,
        "first": pipeline.environments[0],
        "stacks": stacks,
        "branches": f"[{json.dumps(pipeline.branch)}]",
        "agent": f"{{ label '{pipeline.runner}' }}" if pipeline.runner else "any",
        "action": action,
        "tools": TOOLS,
    }
    return {place: templates.get_template(name).render(known) for place, name in FILES[provider].items()}


def action(repository: str, path: str = "") -> str:
    """How a workflow names an action: by its commit, with the version for people and for tools that renew it.

    Raises:
        KeyError: nobody has looked up that action.
    """
    pin = ACTIONS[repository]
    return f"{repository}{path and f'/{path}'}@{pin.commit} # {pin.version}"
