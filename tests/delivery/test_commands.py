"""Every command of the written pipelines runs, in a project, with the environment that its provider gives it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping

import pytest

from cli.exit_codes import ExitCode
from delivery import Provider, render
from tests.delivery.commands import COMMIT, NUMBER, Script, expanded, filled_in, github, gitlab, jenkins
from tests.delivery.conftest import PIPELINE, Machine
from tests.delivery.stand_in import DIGEST, REPOSITORY

pytestmark = pytest.mark.slow

READERS = {Provider.GITHUB: github, Provider.GITLAB: gitlab, Provider.JENKINS: jenkins}
QUEUE = "https://sqs.eu-central-1.amazonaws.com/123456789012/training"
GITHUB = {
    "github.event.pull_request.head.sha": COMMIT,
    "github.event.pull_request.number": NUMBER,
    "github.repository": "acme/small",
    "github.run_id": "99",
    "github.server_url": "https://github.com",
    "github.sha": COMMIT,
    "github.token": "a-token",
    "github.workflow_ref": "acme/small/.github/workflows/images.yml@refs/heads/main",
    "inputs.backend": "s3://state",
    "inputs.stack": "dev",
    "matrix.backend": "s3://state",
    "matrix.name": "training",
    "matrix.stack": "dev",
    "steps.grype.outputs.cmd": "grype",
    "steps.syft.outputs.cmd": "syft",
    "vars.TRAINING_QUEUE_URL_DEV": QUEUE,
}
"""What the expressions in the environments come to."""
GITLAB = {
    "AWS_ID_TOKEN": "an-id-token",
    "AWS_ROLE_DEPLOY_DEV": "arn:aws:iam::123456789012:role/strata/small-dev-deploy",
    "AWS_ROLE_DEPLOY_PROD": "arn:aws:iam::210987654321:role/strata/small-prod-deploy",
    "AWS_ROLE_PREVIEW_DEV": "arn:aws:iam::123456789012:role/strata/small-dev-preview",
    "AWS_ROLE_PREVIEW_PROD": "arn:aws:iam::210987654321:role/strata/small-prod-preview",
    "AWS_ROLE_RELEASE_DEV": "arn:aws:iam::123456789012:role/release",
    "CI_API_V4_URL": "https://gitlab.example.com/api/v4",
    "CI_COMMIT_SHA": COMMIT,
    "CI_JOB_ID": "99",
    "CI_MERGE_REQUEST_IID": NUMBER,
    "CI_PROJECT_ID": "5",
    "CI_PROJECT_PATH": "acme/small",
    "CI_PROJECT_URL": "https://gitlab.example.com/acme/small",
    "CI_SERVER_URL": "https://gitlab.example.com",
    "COMMENT_TOKEN": "a-token",
    "PULUMI_BACKEND_URL_DEV": "s3://state",
    "PULUMI_BACKEND_URL_PROD": "s3://prod-state",
    "STACK": "dev",
    "TRAINING_QUEUE_URL_DEV": QUEUE,
}
JENKINS = {
    "CHANGE_TARGET": "main",
    "GIT_COMMIT": COMMIT,
    "GIT_URL": "https://git.example.com/acme/small",
    "SIGNING_KEY": "awskms:///alias/signing",
    "TRAINING_QUEUE_URL_DEV": QUEUE,
}
FILES = {provider: render(provider, PIPELINE) for provider in Provider}
JOBS = {provider: dict(read(FILES[provider])) for provider, read in READERS.items()}
"""The scripts of each job."""
EVERY = [(provider, job) for provider, jobs in JOBS.items() for job, scripts in jobs.items() if scripts]


def run(machine: Machine, provider: Provider, job: str, **more: str) -> list[subprocess.CompletedProcess[str]]:
    """Run a job, until a script of it fails."""
    known, ended = dict(GITHUB), []
    for script in JOBS[provider][job]:
        environment = more | _environment(machine, provider, script, known)
        ended.append(machine.run(script.text, environment, script.shell))
        output = machine.folder / "output"
        for line in output.read_text().splitlines() if output.exists() else []:
            name, _, value = line.partition("=")
            known[f"steps.{script.id}.outputs.{name}"] = value
        output.unlink(missing_ok=True)
        if ended[-1].returncode != 0:
            break
    return ended


def _environment(machine: Machine, provider: Provider, script: Script, known: Mapping[str, str]) -> dict[str, str]:
    base = machine.git("rev-parse", "HEAD")
    if provider is Provider.GITHUB:
        own = {name: filled_in(value, known.__getitem__) for name, value in script.environment.items()}
        files = {
            "GITHUB_OUTPUT": str(machine.folder / "output"),
            "GITHUB_STEP_SUMMARY": str(machine.folder / "summary"),
        }
        return {"GITHUB_SHA": COMMIT, "GITHUB_REPOSITORY": "acme/small", **files, **own}
    if provider is Provider.GITLAB:
        project = {"CI_PROJECT_DIR": str(machine.root), "CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
        return (
            GITLAB | project | {name: expanded(value, GITLAB | project) for name, value in script.environment.items()}
        )
    return dict(JENKINS)


def prepare(machine: Machine, job: str) -> None:
    """What other jobs and the provider itself have done before a job."""
    machine.git("remote", "add", "origin", str(machine.root / ".git"))
    machine.git("config", "uploadpack.allowAnySHA1InWant", "true")
    if job == "preview.yml: check":
        machine.git("worktree", "add", "--detach", "base")
    if "comment" in job or "tell" in job:
        (machine.root / "reports").mkdir()
        (machine.root / "reports" / "dev-policies.md").write_text("no violations\n")
        (machine.root / "reports" / "dev-preview.txt").write_text("2 to create\n")
    if "images-" in job:
        assert [one.returncode for one in run(machine, Provider.GITLAB, "tools")] == [0]
    if "drift" in job and "tell" not in job:
        for stack in ("dev", "prod"):
            assert machine.run(f".venv/bin/strata up {stack} --yes", {}).returncode == 0


@pytest.mark.parametrize(("provider", "job"), EVERY, ids=str)
def test_every_command_of_a_job_runs(machine: Machine, provider: Provider, job: str) -> None:
    prepare(machine, job)
    ended = run(machine, provider, job)
    assert [(one.returncode, one.stdout, one.stderr) for one in ended if one.returncode != 0] == []
    assert len(ended) == len(JOBS[provider][job])


def in_each(job: Mapping[Provider, str]) -> pytest.MarkDecorator:
    """Run a test with the job of each provider."""
    return pytest.mark.parametrize(("provider", "job"), list(job.items()), ids=str)


POLICIES = {
    Provider.GITHUB: "preview.yml: check",
    Provider.GITLAB: "policies",
    Provider.JENKINS: "policies and costs",
}
COSTS = POLICIES | {Provider.GITLAB: "cost"}
PUBLISH = {Provider.GITHUB: "images.yml: publish", Provider.GITLAB: "images-publish", Provider.JENKINS: "images"}


@in_each(POLICIES)
def test_a_setting_that_is_not_safe_fails_the_request_and_is_told(
    machine: Machine, provider: Provider, job: str
) -> None:
    prepare(machine, job)
    machine.change(rotated=False)
    assert run(machine, provider, job)[-1].returncode == 1
    reports = machine.root / "reports"
    results = json.loads((reports / "dev.sarif").read_text())["runs"][0]["results"]
    assert [one["ruleId"] for one in results] == ["kms-rotation-enabled"]
    assert "kms-rotation-enabled" in (reports / "dev-policies.md").read_text()


@in_each(COSTS)
def test_what_makes_a_stack_much_dearer_fails_the_request(machine: Machine, provider: Provider, job: str) -> None:
    prepare(machine, job)
    machine.change(more=3)
    assert run(machine, provider, job)[-1].returncode == 1
    assert "20%" in (machine.root / "reports" / "dev-cost.md").read_text()


@in_each(COSTS)
def test_a_stack_that_was_not_there_before_has_no_limit_and_that_is_said(
    machine: Machine, provider: Provider, job: str
) -> None:
    file = machine.root / "stacks" / "Pulumi.dev.yaml"
    content = file.read_text()
    machine.git("rm", "--quiet", "stacks/Pulumi.dev.yaml")
    machine.git("commit", "--quiet", "--message", "Before dev")
    prepare(machine, job)
    file.write_text(content)
    ended = run(machine, provider, job)
    assert [one.returncode for one in ended if one.returncode] == []
    assert "dev has no costs before this request, and nothing is refused" in ended[-1].stdout
    assert (machine.root / "reports" / "dev-cost.md").read_text().startswith("### Cost of dev")


@in_each({Provider.GITHUB: "drift.yml: compare", Provider.GITLAB: "drift-dev", Provider.JENKINS: "drift dev"})
def test_what_is_no_longer_as_the_code_says_fails_the_night(machine: Machine, provider: Provider, job: str) -> None:
    prepare(machine, job)
    machine.change(more=1)
    assert run(machine, provider, job)[-1].returncode == ExitCode.CHANGES
    if provider is Provider.GITHUB:
        assert "key-0" in (machine.root / "reports" / "dev.txt").read_text()


def test_a_comparison_that_fails_by_itself_says_so(machine: Machine) -> None:
    (machine.root / "stacks" / "__main__.py").write_text("raise ValueError")
    ended = run(machine, Provider.GITHUB, "drift.yml: compare")
    assert ended[-1].returncode not in (0, ExitCode.CHANGES)
    assert "the comparison failed with status" in (machine.root / "reports" / "dev.txt").read_text()


@pytest.mark.parametrize(("number", "asked"), [("", ["issue", "create"]), ("12", ["issue", "comment", "12"])])
def test_drift_opens_one_issue_and_adds_to_it(machine: Machine, number: str, asked: list[str]) -> None:
    prepare(machine, "tell")
    run(machine, Provider.GITHUB, "drift.yml: tell", OPEN_ISSUE=number)
    assert machine.calls[-1][1 : 1 + len(asked)] == asked
    told = (machine.root / "drift.md").read_text()
    assert "https://github.com/acme/small/actions/runs/99" in told
    assert "2 to create" in told


def test_the_comment_holds_every_report_and_is_cut_where_github_would_refuse_it(machine: Machine) -> None:
    prepare(machine, "comment")
    (machine.root / "reports" / "dev-cost.md").write_text("x" * 100_000)
    run(machine, Provider.GITHUB, "preview.yml: comment")
    whole, shown = ((machine.root / name).read_text() for name in ("comment.md", "shown.md"))
    assert all(part in whole for part in (COMMIT, "no violations", "x" * 100_000, "2 to create"))
    assert len(shown) == 65_000
    assert machine.calls == [
        ["gh", "pr", "comment", NUMBER, "--edit-last", "--create-if-none", "--body-file", "shown.md"]
    ]


def test_gitlab_s_token_is_no_argument(machine: Machine) -> None:
    prepare(machine, "comment")
    ended = run(machine, Provider.GITLAB, "comment")
    assert "a-token" not in json.dumps(machine.calls) + ended[0].stdout + ended[0].stderr
    assert machine.calls[-1][-1] == "https://gitlab.example.com/api/v4/projects/5/merge_requests/7/notes"


def test_without_a_token_the_comment_is_shown_and_that_is_said(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(machine, "comment")
    monkeypatch.delitem(GITLAB, "COMMENT_TOKEN")
    (ended,) = run(machine, Provider.GITLAB, "comment")
    assert "COMMENT_TOKEN is not set" in ended.stdout
    assert machine.calls == []


@in_each(PUBLISH)
@pytest.mark.parametrize("pushed", [False, True])
def test_an_image_is_scanned_before_it_is_pushed_and_signed_by_its_digest(
    machine: Machine, provider: Provider, job: str, pushed: bool
) -> None:
    prepare(machine, job)
    run(machine, provider, job, **({"PUSHED": "1"} if pushed else {}))
    image = f"{REPOSITORY}/small-dev/training"
    done = [" ".join(call[:2]) for call in machine.calls if call[0] in {"docker", "syft", "grype", "cosign"}]
    order = ["docker build", "syft scan", "grype", "docker pull" if pushed else "docker push", "cosign sign"]
    places = [next(number for number, one in enumerate(done) if one.startswith(name)) for name in order]
    assert places == sorted(places)
    assert ("docker push" in done, "docker pull" in done) == (not pushed, pushed)
    signed = [call for call in machine.calls if call[0] == "cosign"]
    assert [call[1] for call in signed] == ["sign", "attest", "verify"]
    assert {call[-1] for call in signed} == {f"{image}@{DIGEST}"}


@in_each({Provider.GITHUB: "images.yml: retrain", Provider.GITLAB: "retrain", Provider.JENKINS: "retrain"})
def test_new_code_sends_one_message_to_the_training_queue(machine: Machine, provider: Provider, job: str) -> None:
    run(machine, provider, job)
    *_, (_, *sent) = machine.calls
    assert sent[:4] == ["sqs", "send-message", "--queue-url", QUEUE]
    message = json.loads(sent[-1])
    assert (message["reason"], message["commit"]) == ("code", COMMIT)
    assert message["repository"].endswith("acme/small")


def test_without_a_queue_no_training_is_asked_for_and_that_is_said(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(GITHUB, "vars.TRAINING_QUEUE_URL_DEV", "")
    monkeypatch.delitem(GITLAB, "TRAINING_QUEUE_URL_DEV")
    (told,) = run(machine, Provider.GITHUB, "images.yml: retrain")
    assert (told.returncode, "::warning::no training was asked for" in told.stdout) == (0, True)
    (told,) = run(machine, Provider.GITLAB, "retrain")
    assert (told.returncode, "no training was asked for" in told.stdout) == (77, True)
    assert machine.calls == []


def test_gitlab_does_not_go_on_without_a_role(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(GITLAB, "AWS_ROLE_PREVIEW_DEV")
    (told,) = run(machine, Provider.GITLAB, "preview-dev")
    assert (told.returncode, "the role of dev is not set" in told.stdout) == (1, True)


def test_a_stand_in_takes_only_what_the_tool_takes(machine: Machine) -> None:
    for command in ("docker build --pul .", "aws ecr describe-images --image-id x", "cosign sing x", "aws s3x ls"):
        assert machine.run(command, {}).returncode != 0, command
