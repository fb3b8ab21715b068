"""The floor is the SDK's own mocks, told as much as a preview knows."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import pulumi, pulumi_aws as aws, pulumi_kubernetes as k8s
from benchmarks.mocks import run_under_mocks

told = []

def program():
    queue = aws.sqs.Queue("jobs", delay_seconds=5)
    pulumi.Output.all(queue.arn, queue.delay_seconds).apply(told.append)
    queue.url.apply(lambda url: told.append(("url", url)))
    space = k8s.core.v1.Namespace("space")
    space.metadata["name"].apply(told.append)
    aws.get_caller_identity_output().account_id.apply(told.append)

assert run_under_mocks(program) == 2
print(sorted(map(str, told)))
"""


def test_inputs_arns_names_and_answers_are_known_and_all_else_is_not() -> None:
    """In a process of its own: mocks stay set until it ends."""
    told = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False, timeout=120)
    assert (told.returncode, told.stdout) == (0, "['123456789012', \"['arn:aws:mock:::jobs', 5]\", 'space']\n"), (
        told.stderr
    )
