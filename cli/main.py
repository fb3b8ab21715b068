"""The `strata` command: assembles the commands, and tells in one place why one ended early."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from cli import (
    audit,
    crash,
    destroy,
    diff,
    doctor,
    graph,
    hibernate,
    new,
    outputs,
    plan,
    preview,
    recover,
    refresh,
    schema,
    stacks,
    up,
    wake,
)
from cli.add import endpoint, model, pool, queue, team
from cli.bootstrap.command import bootstrap
from cli.ci import init
from cli.cost import estimate as cost_estimate
from cli.cost import refresh as cost_refresh
from cli.cost.group import CostGroup
from cli.errors import CommandError, foreseen
from cli.exit_codes import ExitCode
from cli.policy import check, coverage, report
from cli.policy import list as policy_list
from cli.policy import show as policy_show
from cli.sandbox import reset, status, stop
from cli.state import export, import_, move, passphrase, remove, show, unprotect, verify
from cli.state import list as state_list

HELP = """An MLOps platform as code, tried without an account.

Start with `strata up dev --sandbox`: it brings the whole platform up on this machine."""

EPILOG = "Exit status:\n\n\b\n" + "\n".join(f"- {code.value}: {code.meaning}" for code in ExitCode)

COST_HELP = """What a stack costs a month, before it is there.

`strata cost dev` is short for `strata cost estimate dev`."""

app = typer.Typer(name="strata", help=HELP, epilog=EPILOG, rich_markup_mode=None, pretty_exceptions_enable=False)
sandbox = typer.Typer(help="See, stop or empty the sandbox.", rich_markup_mode=None)
state = typer.Typer(
    help="See and mend what is on record of a stack, without touching what is real.", rich_markup_mode=None
)
policy = typer.Typer(help="Check resources against the rules, and look at the rules.", rich_markup_mode=None)
add = typer.Typer(
    help="Add to a stack file, which keeps all that stands in it.", rich_markup_mode=None, no_args_is_help=True
)
ci = typer.Typer(help="Write the pipelines that deliver the project.", rich_markup_mode=None, no_args_is_help=True)
cost = typer.Typer(help=COST_HELP, cls=CostGroup, rich_markup_mode=None)

COMMANDS: tuple[Callable[..., None], ...] = (
    bootstrap,
    plan.plan,
    diff.diff,
    graph.graph,
    preview.preview,
    up.up,
    refresh.refresh,
    destroy.destroy,
    recover.recover,
    hibernate.hibernate,
    wake.wake,
    audit.audit,
    doctor.doctor,
    outputs.outputs,
    stacks.stacks,
    new.new,
    schema.schema,
)
SANDBOX_COMMANDS: tuple[Callable[..., None], ...] = (status.status, stop.stop, reset.reset)

STATE_COMMANDS: tuple[Callable[..., None], ...] = (
    state_list.list_,
    show.show,
    move.move,
    remove.remove,
    unprotect.unprotect,
    export.export,
    import_.import_,
    verify.verify,
    passphrase.passphrase,
)
ADD_COMMANDS: tuple[Callable[..., None], ...] = (team.team, model.model, endpoint.endpoint, queue.queue, pool.pool)
CI_COMMANDS: tuple[Callable[..., None], ...] = (init.init,)
POLICY_COMMANDS: tuple[Callable[..., None], ...] = (
    check.check,
    policy_list.list_,
    policy_show.show,
    coverage.coverage,
    report.report,
)

COST_COMMANDS: tuple[Callable[..., None], ...] = (cost_estimate.estimate, cost_refresh.refresh)

for command in COMMANDS:
    app.command()(command)
for command in SANDBOX_COMMANDS:
    sandbox.command()(command)
for command in STATE_COMMANDS:
    state.command(command.__name__.rstrip("_"))(command)
for command in COST_COMMANDS:
    cost.command(command.__name__)(command)
for command in POLICY_COMMANDS:
    policy.command(command.__name__.rstrip("_"))(command)
for command in ADD_COMMANDS:
    add.command()(command)
for command in CI_COMMANDS:
    ci.command()(command)
app.add_typer(add, name="add")
app.add_typer(ci, name="ci")
app.add_typer(cost, name="cost")
app.add_typer(policy, name="policy")
app.add_typer(sandbox, name="sandbox")
app.add_typer(state, name="state")


@app.callback(invoke_without_command=True)
def start(version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False) -> None:
    """What `strata` does before any command."""
    if version:
        from importlib import metadata

        typer.echo(f"strata {metadata.version('strata')}")


def main() -> None:
    """Run the command line and exit with an `ExitCode`."""
    crash.prepare(show_secrets="--show-secrets" in sys.argv)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command; its exit status."""
    try:
        app(arguments or ["--help"])
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else ExitCode.OK
    except CommandError as ended:
        return _tell(str(ended), ended.code)
    except Exception as error:
        code = foreseen(error)
        if code is None:
            raise
        return _tell(str(error), code)
    return ExitCode.OK


def _tell(message: str, code: ExitCode) -> ExitCode:
    from cli.render.screen import error

    if message:
        error(message)
    return code


if __name__ == "__main__":
    main()
