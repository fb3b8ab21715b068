"""`strata state verify`."""

from __future__ import annotations

from cli.arguments import DEFAULT_STACK, InSandbox, Json, StackName
from cli.errors import CommandError


def verify(stack: StackName = DEFAULT_STACK, *, sandbox: InSandbox = False, json: Json = False) -> None:
    """Find what is wrong with what is on record.

    Dangling parents, dependencies out of order, duplicates, secrets that do not open, unknown fields, a damaged
    journal, a checksum that does not fit. Changes nothing; exits with 1 if anything is wrong.
    """
    from cli.render.screen import screen
    from cli.state.opening import open_stack
    from engine.verification import verify_stack

    opened = open_stack(
        stack,
        sandbox=sandbox,
        strata=f"state verify {stack}",
        pulumi=f"pulumi stack export --stack {stack} | pulumi stack import --stack {stack}",
    )
    found = verify_stack(opened)
    problems = [{"subject": one.subject, "problem": one.problem} for one in found.problems]
    if json:
        screen(json=True).facts({"stack": stack, "resources": found.resources, "problems": problems})
    for problem in () if json else problems:
        screen().say(f"{problem['subject']}\n  {problem['problem']}")
    if problems:
        things = f"{len(problems)} {'thing is' if len(problems) == 1 else 'things are'}"
        raise CommandError(f"{stack}: {things} wrong; `strata recover {stack} --sandbox` tells what can be done")
    if not json:
        screen().say(f"{stack}: {found.resources} resources on record, nothing wrong")
