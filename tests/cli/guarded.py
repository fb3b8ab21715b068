"""A stack that is protected, and what its history says."""

from __future__ import annotations

import json
from typing import Any

import boto3

from cli.render.report import access
from sandbox.environment import Sandbox
from tests.cli.conftest import Small

PROTECTED = """\
import pulumi, pulumi_aws as aws
lifted = bool((pulumi.Config("strata").get_object("override") or {}).get("deletion"))
kept = pulumi.ResourceOptions(protect=not lifted)
tags = {"project": pulumi.get_project(), "environment": pulumi.get_stack()}
aws.s3.Bucket("data", force_destroy=lifted, tags=tags | {"keep": "data"}, opts=kept)
aws.kms.Key("key", deletion_window_in_days=7, tags=tags, opts=kept)
aws.sqs.Queue("jobs", tags=tags)
"""


def guard(fresh: Small) -> Small:
    """A stack of which two of three resources are protected, one of them a bucket with an object in it."""
    fresh.program(PROTECTED)
    assert fresh.strata("up", "--sandbox", "--yes", "--skip-preview").returncode == 0
    (name,) = [name for name in buckets(fresh) if name.startswith("data-")][-1:]
    client(fresh).put_object(Bucket=name, Key="x", Body=b"{}")
    return fresh


def client(project: Small) -> Any:
    return eval(access(Sandbox(project.home).endpoint)["boto3"], {"boto3": boto3})


def buckets(project: Small) -> list[str]:
    """By age, as far as the names tell: those of this stack's state."""
    state = json.loads((project.home / ".pulumi" / "stacks" / project.name / "dev.json").read_text())
    resources = state["checkpoint"]["latest"].get("resources") or []
    return [one["id"] for one in resources if one["type"] == "aws:s3/bucket:Bucket"]


def messages(project: Small) -> list[str]:
    """What the history says of each operation, oldest first."""
    history = sorted((project.home / ".pulumi" / "history" / project.name).rglob("*.history.json"))
    return [json.loads(path.read_text())["message"] for path in history]
