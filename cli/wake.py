"""`strata wake`."""

from __future__ import annotations

from cli.arguments import EngineName, InSandbox, JsonEvents, StackName, Yes
from cli.errors import Declined


def wake(
    stack: StackName,
    *,
    sandbox: InSandbox = False,
    engine: EngineName = None,
    yes: Yes = False,
    json: JsonEvents = False,
) -> None:
    """Wake a stack that sleeps.

    Takes back what `strata hibernate` did: everything is as the settings say. Starts the databases that were
    stopped with it, brings the nodes back, and takes the line out of the stack file.
    """
    from cli.choices import Choices
    from cli.hibernation import databases, section
    from cli.hibernation.finding import find
    from cli.render.hibernation import show_return

    choices = Choices(sandbox=sandbox, engine=engine, yes=yes, json=json)
    sleeper = find(stack, choices)
    asleep = section.written(sleeper.file)
    if asleep is None:
        sleeper.screen.say(f"{stack} does not sleep: {sleeper.shown_file} has no {section.SECTION}")
        return
    show_return(sleeper.savings(), json=json)
    if not yes and not sleeper.screen.agree(f"Wake {stack}?"):
        raise Declined("declined; nothing was changed")
    databases.start(sleeper.rds(), list(asleep.get("databases", ())))
    # The line goes last: whoever is cut off before wakes the rest by waking it again.
    sleeper.up({section.SECTION: "{}"})
    section.remove(sleeper.file)
    sleeper.screen.say(f"{stack} is awake. Commit {sleeper.shown_file}, from which the line is gone.")
