"""Starting an engine; when the Pulumi CLI is all that keeps a person from it, offering to install it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.choices import Choices
from cli.engines import Engine
from cli.errors import Unprepared

if TYPE_CHECKING:
    from cli.render.screen import Screen


def make_ready(engine: Engine, choices: Choices, screen: Screen) -> None:
    """Start an engine, and say where it works.

    Raises:
        Unprepared: something is missing that nobody wanted installed.
        EngineFailed: the installation failed.
    """
    try:
        engine.start()
    except Unprepared as unprepared:
        screen.missing(unprepared.missing, unprepared.unchecked)
        if not _wanted(unprepared, choices, screen):
            raise
        from cli.engines.official import installation

        installation.install()
        engine.start()
    if engine.place:
        screen.say(where(engine))


def where(engine: Engine) -> str:
    """Where what is done becomes real, in one sentence."""
    place = engine.place
    return (
        f"{place['stack']} is in account {place['account']}, region {place['region']}, "
        f"as {place['role']}; its state is in {place['backend']}"
    )


def _wanted(unprepared: Unprepared, choices: Choices, screen: Screen) -> bool:
    """Whether the CLI is to be installed: it is missing, and a flag or a person says so. `--yes` does not say it."""
    from cli.engines.official import executable, installation
    from cli.render.console import person_present

    if executable.find() is not None:
        return False
    if choices.install_cli:
        screen.say(installation.told())
        return True
    if choices.yes or choices.json or not person_present():
        return False
    screen.say(f"{unprepared}\n\n{installation.told()}\n")
    return screen.agree("Install the Pulumi CLI now?")
