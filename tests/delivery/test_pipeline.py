"""Nothing comes into a written file that would be something else there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from delivery.pipeline import UNPINNED, Environment, Pipeline, PipelineError

PIPELINE = Pipeline(
    project="platform",
    environments=(Environment("dev", "eu-central-1"), Environment("eu-prod")),
    branch="main",
    runner="ubuntu-24.04",
    install="true",
    lock="requirements.txt",
    pulumi="3.272.0",
)


def test_variables_of_an_environment_end_with_its_name() -> None:
    assert [one.suffix for one in PIPELINE.environments] == ["DEV", "EU_PROD"]


def test_every_mistake_is_named_at_once() -> None:
    environments = (Environment("dev"), Environment("dev"), Environment("Prod; rm -rf /", "here"))
    with pytest.raises(PipelineError) as raised:
        replace(PIPELINE, environments=environments, branch="a b", runner="${{ secrets }}")
    assert str(raised.value).splitlines() == [
        "environments: each once, got 'dev' again",
        "environments: lower-case letters, digits and hyphens, got 'Prod; rm -rf /'",
        "region: a region such as eu-central-1, got 'here'",
        "default branch: a branch's name without spaces or wildcards, got 'a b'",
        "runner: letters, digits, dots, underscores and hyphens, got '${{ secrets }}'",
    ]


def test_there_is_an_environment() -> None:
    with pytest.raises(PipelineError, match="at least one"):
        replace(PIPELINE, environments=())


@pytest.mark.parametrize("text", ["main\n", "a\nb", "-x", "$(id)", "`id`", "a'b", 'a"b', "a: b", "*", "[[ x ]]"])
def test_no_branch_or_runner_breaks_out_of_its_place(text: str) -> None:
    with pytest.raises(PipelineError):
        replace(PIPELINE, branch=text)
    with pytest.raises(PipelineError):
        replace(PIPELINE, runner=text)


def test_what_is_pinned_is_audited_as_it_is_pinned() -> None:
    assert (PIPELINE.pinned, PIPELINE.audit) == (True, "--disable-pip --no-deps --requirement requirements.txt")
    unpinned = replace(PIPELINE, lock=UNPINNED)
    assert (unpinned.pinned, unpinned.audit) == (False, ".")
