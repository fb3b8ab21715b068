"""From the flags to the summary: what the CLI is asked, and what is made of its answers."""

from __future__ import annotations

from typing import Any

import pytest

from cli.exit_codes import ExitCode
from tests.cli.engines.official.conftest import Cloud
from tests.cli.events import begin, end

SUMMARY: dict[str, Any] = {"summaryEvent": {"durationSeconds": 1, "resourceChanges": {"same": 1}}}
PLAN = [begin("same", "aws:s3/bucket:Bucket", "data"), end("same", "aws:s3/bucket:Bucket", "data"), SUMMARY]
FLAGS = ("--target", "urn:a", "--target", "urn:b", "--parallel", "7")
ASKED = "--target urn:a --target urn:b --parallel 7 --color never"


@pytest.mark.parametrize(
    ("operation", "flags", "calls"),
    [
        ("preview", ["--refresh"], [f"preview {ASKED} --refresh --exec-kind auto.local"]),
        (
            "up",
            ["--yes", "--refresh"],
            [
                f"preview {ASKED} --refresh --exec-kind auto.local",
                f"up --yes --skip-preview {ASKED} --refresh --exec-kind auto.local",
            ],
        ),
        (
            "refresh",
            ["--yes"],
            [
                f"refresh --preview-only {ASKED} --exec-kind auto.local",
                f"refresh --skip-preview --yes {ASKED} --exec-kind auto.local",
            ],
        ),
        (
            "destroy",
            ["--yes", "--refresh", "--exclude", "urn:c"],
            [
                f"destroy --preview-only {ASKED} --refresh --exec-kind auto.local",
                f"destroy --skip-preview --yes {ASKED} --refresh --exec-kind auto.local",
            ],
        ),
    ],
)
def test_flags_are_handed_on(cloud: Cloud, operation: str, flags: list[str], calls: list[str]) -> None:
    cloud.cli.answer(**{name: {"events": PLAN} for name in ("preview", "up", "refresh", "destroy")})
    done = cloud.strata(operation, "prod", *flags, *FLAGS)
    assert done.returncode == 0, done.stdout + done.stderr
    operations = [call for call in cloud.cli.calls if call.split()[0] in ("preview", "up", "refresh", "destroy")]
    assert [call.partition(" --event-log")[0] for call in operations] == calls
    assert all("--stack prod" in call for call in operations)
    assert all(call.endswith("--exclude=urn:c") is ("urn:c" in flags) for call in operations)


def test_events_of_an_unknown_kind_are_told_but_not_what_they_hold(cloud: Cloud) -> None:
    strange = begin("teleport", "aws:s3/bucket:Bucket", "data", new={"inputs": {"token": "hunter2"}})
    cloud.cli.answer(preview={"events": [strange, strange, *PLAN]})
    done = cloud.strata("preview", "prod")
    assert done.returncode == 0
    assert "warning: 2 events of the Pulumi CLI are of a kind that this SDK does not know" in done.stdout
    assert "hunter2" not in done.stdout + done.stderr


def test_what_fails_here_is_not_swallowed(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("cli.render.watch.PlainWatch.show", fail)
    cloud.cli.answer(preview={"events": PLAN})
    with pytest.raises(ZeroDivisionError):
        cloud.strata("preview", "prod")


def test_nothing_expected_and_something_planned(cloud: Cloud) -> None:
    changes = {"summaryEvent": {"durationSeconds": 1, "resourceChanges": {"same": 1, "update": 2}}}
    cloud.cli.answer(preview={"events": [*PLAN[:2], changes]})
    refused = cloud.strata("up", "prod", "--yes", "--expect-no-changes")
    assert refused.returncode == ExitCode.CHANGES
    assert "nothing should change, but 2 would" in refused.stderr
    assert not any(call.startswith("up") for call in cloud.cli.calls)


def test_secrets_are_shown_only_when_asked_for(cloud: Cloud) -> None:
    cloud.cli.answer(up={"events": PLAN}, stack_output={"out": '{"token": "[secret]"}'})
    cloud.cli.answer(**{"stack output --json --show-secrets": {"out": '{"token": "hunter2"}'}})
    hidden = cloud.strata("up", "prod", "--yes", "--skip-preview")
    assert "  token  [secret]\n" in hidden.stdout
    assert "hunter2" not in hidden.stdout + hidden.stderr
    assert "  token  hunter2\n" in cloud.strata("up", "prod", "--yes", "--skip-preview", "--show-secrets").stdout


def test_the_password_of_a_backend_is_never_shown(cloud: Cloud) -> None:
    url = "postgres://strata:hunter2@db.example.com/states"
    cloud.cli.answer(preview={"events": PLAN}, whoami={"out": f'{{"user": "me", "url": "{url}"}}'})
    shown = cloud.strata("preview", "prod").stdout
    assert "its state is in postgres://strata:[secret]@db.example.com/states\n" in shown
    cloud.cli.answer(whoami={"code": 1, "err": f"error: unable to open {url}: refused"})
    assert "hunter2" not in cloud.strata("preview", "prod").stderr
