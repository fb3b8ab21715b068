"""One run: look, show, ask, do, and tell what to type next."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cli.bootstrap import login
from cli.bootstrap.options import Wishes
from cli.errors import ChangesFound, Declined, Interrupted, OperationFailed
from cli.interrupts import interruptible

if TYPE_CHECKING:
    from cli.render.bootstrap import BootstrapScreen
    from foundation import Difference, Foundation, SettingsFile


@dataclass(frozen=True)
class Run:
    """A run on one environment of the project in a folder. Errors end it as they end a command."""

    root: Path
    foundation: Foundation
    file: SettingsFile
    wishes: Wishes
    screen: BootstrapScreen

    def __call__(self) -> None:
        """Carry it out."""
        environment = self.foundation.names.environment
        plan = self._plan()
        count = sum(one.changes for one in plan)
        if count and self.wishes.expect_no_changes:
            raise ChangesFound(f"{environment}: nothing should change, but {count} would")
        if count and not self.wishes.yes and not self.screen.agreed():
            raise Declined("declined; nothing was changed")
        if not self.wishes.teardown and not self.wishes.expect_no_changes:
            self.screen.remembered(self.file.file, written=self.file.remember(environment, self.foundation.settings))
        if count:
            self._do()
        if not self.wishes.teardown:
            self._next()

    def _plan(self) -> list[Difference]:
        with self.screen.looking():
            if self.wishes.teardown and (stacks := self.foundation.stacks()):
                raise OperationFailed(self.screen.stacks(stacks))
            plan = self.foundation.look_for_removal() if self.wishes.teardown else self.foundation.look()
        self.screen.plan(plan)
        return plan

    def _do(self) -> None:
        cancel = threading.Event()
        work = self.foundation.remove if self.wishes.teardown else self.foundation.apply
        with interruptible(cancel, self.screen.say, lambda: None):
            for difference in work(cancel.is_set):
                self.screen.done(difference)
        if cancel.is_set():
            raise Interrupted("stopped early; the same command goes on from here")

    def _next(self) -> None:
        names = self.foundation.names
        limit = login.limiting(names) if self.foundation.settings.repository else {}
        self.screen.next(login.commands(names) | limit)
        if self.wishes.login:
            login.do(names, self.root, self.screen.say)
