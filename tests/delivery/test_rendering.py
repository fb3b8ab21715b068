"""What is written is valid, safe, and calls `strata` as it is."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer.main

from cli.main import app
from delivery import Environment, Pipeline, Provider, compare, render, write
from delivery.pins import ACTIONS
from delivery.rendering import action
from tests.delivery.commands import load
from tests.delivery.conftest import PIPELINE

FILES = {provider: render(provider, PIPELINE) for provider in Provider}
WORKFLOWS = {place: text for place, text in FILES[Provider.GITHUB].items() if "/workflows/" in place}
JOBS = [
    pytest.param(load(text), job, id=f"{Path(place).name}: {name}")
    for place, text in WORKFLOWS.items()
    for name, job in load(text)["jobs"].items()
]
ONE = replace(PIPELINE, environments=(Environment("prod", "eu-west-1"),), runner="")
MANY = replace(PIPELINE, environments=tuple(Environment(name) for name in ("dev", "test-1", "staging", "eu", "prod")))


def ran(*command: str, cwd: Path) -> str:
    """What a tool says of files, if it complains."""
    ended = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    return "" if ended.returncode == 0 else ended.stdout + ended.stderr


def tool(name: str) -> str:
    """A tool of the test environment."""
    return str(Path(sys.executable).parent / name)


@pytest.fixture(params=[PIPELINE, ONE, MANY], ids=["two environments", "one", "five"])
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A repository with the files of every provider."""
    pipeline: Pipeline = request.param
    for provider in Provider:
        chosen = replace(pipeline, runner=pipeline.runner or provider.runner)
        write(tmp_path, compare(tmp_path, render(provider, chosen)))
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    return tmp_path


def test_github_s_schemas_hold(written: Path) -> None:
    check = tool("check-jsonschema")
    workflows = map(str, sorted((written / ".github" / "workflows").glob("*.yml")))
    assert ran(check, "--builtin-schema", "vendor.github-workflows", *workflows, cwd=written) == ""
    actions = map(str, (written / ".github" / "actions").glob("*/action.yml"))
    assert ran(check, "--builtin-schema", "vendor.github-actions", *actions, cwd=written) == ""


def test_gitlab_s_schema_holds(written: Path) -> None:
    files = [".gitlab-ci.yml", *map(str, sorted((written / ".gitlab" / "ci").glob("*.yml")))]
    schema = ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")
    assert ran(tool("check-jsonschema"), *schema, *files, cwd=written) == ""


def test_zizmor_finds_nothing(written: Path) -> None:
    # Below medium it asks for GitHub's new `$/` in place of `./`, which other tools and GitHub Enterprise do not know.
    assert ran(tool("zizmor"), "--offline", "--quiet", "--min-severity", "medium", ".", cwd=written) == ""


def test_actionlint_finds_nothing(written: Path) -> None:
    if shutil.which("actionlint") is None:
        pytest.skip("actionlint is not on PATH: go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12")
    assert ran("actionlint", cwd=written) == ""


def test_nothing_of_the_templates_is_left() -> None:
    everything = "".join(text for files in FILES.values() for text in files.values())
    # A shell's own [[ … ]] would be taken for one.
    assert re.findall(r"\[\[|\]\]|\[%|%\]|\[#|#\]", everything) == []


def test_every_action_is_one_that_was_looked_up() -> None:
    used = re.findall(r"uses: (\S+)(?: # (\S+))?", "".join(FILES[Provider.GITHUB].values()))
    others = {one for one in used if not one[0].startswith("./")}
    repositories = {"/".join(name.partition("@")[0].split("/")[:2]): name for name, _ in others}
    assert set(repositories) == set(ACTIONS)
    for name, version in others:
        repository, _, commit = name.partition("@")
        pin = ACTIONS["/".join(repository.split("/")[:2])]
        assert (commit, version) == (pin.commit, pin.version)


def test_an_action_that_nobody_looked_up_is_not_written() -> None:
    with pytest.raises(KeyError):
        action("someone/something")


@pytest.mark.parametrize("place", WORKFLOWS)
def test_no_workflow_has_rights_of_its_own_or_runs_what_a_fork_may_trigger_with_secrets(place: str) -> None:
    workflow = load(WORKFLOWS[place])
    assert workflow["permissions"] == {}
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(workflow[True])


@pytest.mark.parametrize(("workflow", "job"), JOBS)
def test_a_job_has_the_rights_it_names_and_an_end(workflow: Any, job: Any) -> None:
    assert "write-all" not in str(job["permissions"])
    if "uses" in job:
        return
    assert job["timeout-minutes"] <= 60
    checkouts = [step for step in job["steps"] if "actions/checkout" in step.get("uses", "")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)
    # What runs with a right to write has not run a line of the request's code.
    writes = {name for name, right in job["permissions"].items() if right == "write"} - {"id-token"}
    scripts = " ".join(step.get("run", "") for step in job["steps"])
    assert not (writes and (".venv" in scripts or "docker" in scripts))


@pytest.mark.parametrize(("workflow", "job"), JOBS)
def test_no_fork_s_request_gets_a_role_or_a_right_to_write(workflow: Any, job: Any) -> None:
    rights = {name for name, right in job["permissions"].items() if right == "write"}
    if "pull_request" in workflow[True] and rights:
        condition = str(job["if"])
        ours = "github.event.pull_request.head.repo.full_name == github.repository" in condition
        assert ours or "github.event_name == 'push'" in condition


@pytest.mark.parametrize(("workflow", "job"), JOBS)
def test_no_expression_becomes_a_part_of_a_script(workflow: Any, job: Any) -> None:
    assert [step["run"] for step in job.get("steps", []) if "${{" in step.get("run", "")] == []


def test_only_what_deploys_can_take_the_role_that_deploys() -> None:
    workflow = load(WORKFLOWS[".github/workflows/environment.yml"])
    takes = {name for name, job in workflow["jobs"].items() if "inputs.deploy-role" in str(job)}
    up = workflow["jobs"]["up"]
    assert takes == {"up"}
    assert up["environment"] == "${{ inputs.stack }}"
    assert up["concurrency"] == {"group": "stack-${{ inputs.stack }}", "cancel-in-progress": False}


@pytest.mark.parametrize("provider", Provider)
def test_a_change_reaches_the_environments_one_after_the_other(provider: Provider) -> None:
    files = render(provider, MANY)
    names = [one.name for one in MANY.environments]
    if provider is Provider.GITHUB:
        jobs = load(files[".github/workflows/deploy.yml"])["jobs"]
        assert [(name, job.get("needs")) for name, job in jobs.items()] == [*zip(names, [None, *names], strict=False)]
    elif provider is Provider.GITLAB:
        jobs = load(files[".gitlab/ci/deploy.yml"])
        assert [jobs[f"plan-{name}"]["needs"] for name in names] == [[], *([f"up-{name}"] for name in names[:-1])]
        assert [jobs[f"up-{name}"]["rules"][0].get("when") for name in names] == [None, *["manual"] * 4]
        assert all(jobs[f"up-{name}"]["allow_failure"] is False for name in names[1:])
    else:
        stages = re.findall(r"^ {8}stage\('(?:plan|up) (\S+)'\)", files["Jenkinsfile"], re.MULTILINE)
        assert stages == [name for name in names for _ in range(2)]
        asked = re.findall(r"message 'Carry out the plan for (\S+)\?'", files["Jenkinsfile"])
        assert asked == names[1:]


def test_gitlab_asks_a_real_account_for_no_fork() -> None:
    requests = load(FILES[Provider.GITLAB][".gitlab/ci/preview.yml"])
    own = "$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID"
    account = [job for job in requests.values() if job.get("extends") == ".account"]
    assert len(account) == 2
    assert all(own in rule["if"] for job in [*account, requests["comment"]] for rule in job["rules"])


def test_jenkins_asks_a_real_account_for_no_fork() -> None:
    text = FILES[Provider.JENKINS]["Jenkinsfile"]
    for stage in re.split(r"^ {8}stage\(", text, flags=re.MULTILINE)[1:]:
        if "account(" in stage and "branch 'main'" not in stage:
            assert "expression { !env.CHANGE_FORK }" in stage or "if (env.BRANCH_NAME == 'main')" in stage


def test_the_jenkinsfile_is_balanced_and_each_stage_has_an_agent_and_an_end() -> None:
    text = re.sub(
        r"'''.*?'''|'[^'\n]*'|\"[^\"\n]*\"|//[^\n]*", "", FILES[Provider.JENKINS]["Jenkinsfile"], flags=re.DOTALL
    )
    open_brackets: list[str] = []
    for bracket in re.findall(r"[][(){}]", text):
        if bracket in "([{":
            open_brackets.append(bracket)
        else:
            assert "([{".index(open_brackets.pop()) == ")]}".index(bracket)
    assert open_brackets == []
    stages = re.split(r"^ {8}stage\(", text, flags=re.MULTILINE)[1:]
    assert len(stages) == 12
    assert [stage for stage in stages if not re.search(r"^ {12}agent \{", stage, re.MULTILINE)] == []
    assert [stage for stage in stages if not re.search(r"^ {12}options \{ timeout\(", stage, re.MULTILINE)] == []


@pytest.mark.parametrize("provider", Provider)
def test_every_command_of_strata_is_one_that_there_is(provider: Provider) -> None:
    group: Any = typer.main.get_command(app)
    found = set()
    for text in FILES[provider].values():
        # What a shell puts in their place, as the file itself says.
        limits = dict.fromkeys(re.findall(r"(?:limit=\(|set -- )(--[^)\n]+)", text))
        spelt = re.sub(r'"\$\{limit\[@\]\}"|"\$@"', " ".join(limits), text)
        found |= set(re.findall(r"\.venv/bin/strata ([^\n|>&)']+)", spelt))
    assert {line.split()[0] for line in found} >= {"policy", "cost", "preview", "up", "doctor"}
    for line in found:
        parse(group, shlex.split(line))


def parse(command: Any, arguments: list[str], parent: Any = None) -> None:
    """Take a command line apart as `strata` would, without running anything; unknown commands and options raise."""
    if hasattr(command, "resolve_command"):
        context = command.context_class(command, parent=parent)
        command.parse_args(context, list(arguments))
        _, inner, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        parse(inner, rest, context)
    else:
        command.make_context(command.name, arguments, parent=parent)


@pytest.mark.parametrize("line", ["polcy check dev", "policy check dev --form sarif", "up dev --yess", "preview a b"])
def test_a_command_that_is_not_there_is_found(line: str) -> None:
    with pytest.raises(Exception, match=r"No such|unexpected extra"):
        parse(typer.main.get_command(app), line.split())


@pytest.mark.parametrize("provider", Provider)
def test_the_same_settings_give_the_same_files(provider: Provider) -> None:
    assert render(provider, PIPELINE) == FILES[provider]


BRANCH: dict[Provider, Callable[[str], str]] = {
    Provider.GITHUB: lambda branch: f'branches: ["{branch}"]',
    Provider.GITLAB: lambda branch: f'$CI_COMMIT_BRANCH == "{branch}"',
    Provider.JENKINS: lambda branch: f"branch '{branch}'",
}


@pytest.mark.parametrize("provider", Provider)
def test_settings_come_where_they_belong(provider: Provider) -> None:
    files = render(provider, replace(PIPELINE, branch="release/1.x", runner="big-one", python="3.13"))
    text = "".join(files.values())
    assert BRANCH[provider]("release/1.x") in text
    assert "big-one" in text
    assert "3.13" in text
    assert BRANCH[provider]("main") not in text
