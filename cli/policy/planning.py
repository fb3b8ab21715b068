"""A stack as it would be, to be checked."""

from __future__ import annotations

import sys

from cli.planning import plan
from cli.policy import WAIVERS
from cli.policy.planned import stack_of
from cli.policy.settings import stack_policy
from cli.policy.subject import Subject
from cli.render.console import console
from cli.workspace import Workspace
from policies.enforcement import rules_for


def from_stack(name: str, *, strict: bool) -> Subject:
    """A stack as it would be, planned in the sandbox with the settings of its file.

    Raises:
        UsageError: its settings of the policies, or the waivers, hold mistakes.
        ProgramFailed: it cannot be planned; why has been shown.
        engine.errors.EngineError, sandbox.environment.SandboxError: with a message for people.
    """
    workspace = Workspace.find()
    stack = workspace.stack(name)
    policy = stack_policy(stack)
    with console(sys.stderr).status(f"Planning {stack.name}"):
        planned = plan(workspace, stack.name)
    policy = policy.model_copy(update={"strict": policy.strict or strict})
    project = stack.project
    subject = f"{project.name}/{stack.name}"
    rules, waivers = rules_for(policy, stack.name), project.stack_folder / WAIVERS
    return Subject(subject, stack_of(planned.resources), policy, rules, project.root, waivers)
