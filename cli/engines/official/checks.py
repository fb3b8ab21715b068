"""What the Pulumi engine needs, as checks of `strata doctor`, and what it tells other checks.

Nothing is looked for twice: these are the very conditions that keep `strata up` from beginning.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from cli.engines.official.settings import StackSettings
from cli.errors import Missing
from doctor.check import CannotTell, Check, Finding, Group, failed, passed, skipped, warned
from doctor.subject import NoAccount, Subject

if TYPE_CHECKING:
    from cli.engines.official.backend import Asked
    from doctor.subject import Client

ENDS_SOON_S = 900
_IN_SANDBOX = "the sandbox does without it"


def prepare(subject: Subject, settings: StackSettings) -> None:
    """Have a subject look at the cloud, as the engine would work there."""
    subject.open_account = functools.partial(_open_account, settings)
    subject.ends_soon = functools.partial(_end_soon, settings)
    subject.assumed_role = settings.role
    subject.sealed_by = "" if settings.secrets_provider in ("default", "passphrase") else settings.secrets_provider
    subject.backend_url = functools.partial(_url, subject)
    subject.exported = functools.partial(_exported, subject)


def machine_checks() -> tuple[Check, ...]:
    """The checks of what is installed."""
    return (
        Check("pulumi", Group.MACHINE, "Whether the Pulumi CLI is there and new enough, where it does the work.", _cli),
        Check("plugins", Group.MACHINE, "Whether its plugins have the versions of the project's SDKs.", _plugins),
    )


def stack_checks(settings: StackSettings) -> tuple[Check, ...]:
    """The check of where a stack is kept."""
    looks_at = "Whether one is logged in to a backend that has the stack, and its secrets can be opened."
    return (Check("backend", Group.STACK, looks_at, functools.partial(_backend, settings)),)


def _cli(subject: Subject) -> Finding:
    from cli.engines.official import executable

    found, version, missing = executable.checked()
    if not missing:
        return passed(f"{version}, {found}")
    if _is_at_work(subject):
        return failed(missing[0].what, missing[0].mend)
    if found is None:
        return skipped(f"not on PATH; {_IN_SANDBOX}", missing[0].mend)
    return warned(missing[0].what, missing[0].mend)


def _plugins(subject: Subject) -> Finding:
    from cli.engines.official import plugins

    lacking = list(plugins.lacks(_asked(subject)))
    return _judge(lacking, ", ".join(f"{one.name} {one.version}" for one in plugins.needed(subject.root)))


def _backend(settings: StackSettings, subject: Subject) -> Finding:
    from cli.engines.official import backend

    ask = _asked(subject)
    url = backend.url(ask)
    if isinstance(url, Missing):
        return failed(url.what, url.mend)
    return _judge(list(backend.lacks(ask, subject.named.name, url, settings)), f"{url} has {subject.named.name}")


def _url(subject: Subject) -> str:
    """The URL of the backend; raises CannotTell."""
    from cli.engines.official import backend

    url = backend.url(_asked(subject))
    if isinstance(url, Missing):
        raise CannotTell(f"{url.what}; see `backend`")
    return url


def _exported(subject: Subject) -> Any:
    """The stack's deployment as the backend has it; raises CannotTell."""
    from pulumi.automation import CommandError

    from cli.engines.official.backend import said

    ask = _asked(subject)
    try:
        # It writes JSON by itself, and knows no flag for it.
        out = ask.command.run(["stack", "export", "--stack", subject.named.name], str(ask.root), {}).stdout
    except CommandError as failure:
        raise CannotTell(f"the backend does not tell: {said(failure)}") from failure
    import json

    return json.loads(out).get("deployment") or {}


def _asked(subject: Subject) -> Asked:
    from cli.engines.official import executable
    from cli.engines.official.backend import Asked
    from cli.engines.official.cloud import environment
    from cli.engines.official.command import Command

    if not _is_at_work(subject):
        raise CannotTell(_IN_SANDBOX)
    found, version, missing = executable.checked()
    if missing or found is None:
        raise CannotTell("there is no Pulumi CLI to ask; see `pulumi`")
    return Asked(Command(found, version, environment(found)), subject.root)


def _is_at_work(subject: Subject) -> bool:
    return subject.stack is not None and not subject.in_sandbox


def _open_account(settings: StackSettings) -> Client:
    """Clients with the credentials that the provider would use; those that hang give up. Raises NoAccount."""
    import boto3
    from botocore.config import Config

    from cli.engines.official import account

    try:
        here = account.identify(settings)
    except account.Unknown as unknown:
        raise NoAccount("; ".join(one.what for one in unknown.missing), _mends(unknown.missing)) from unknown
    session = boto3.Session(profile_name=settings.profile, region_name=here.region)
    patience = Config(connect_timeout=5, read_timeout=10, retries={"total_max_attempts": 2})
    return lambda service: session.client(service, config=patience)


def _end_soon(settings: StackSettings) -> bool:
    """Whether the credentials end soon; False where they renew themselves, or do not tell when they end."""
    import boto3

    credentials = boto3.Session(profile_name=settings.profile).get_credentials()
    needed = getattr(credentials, "refresh_needed", None)
    return bool(needed and needed(refresh_in=ENDS_SOON_S))


def _judge(missing: list[Missing], found: str) -> Finding:
    if missing:
        return failed("; ".join(one.what for one in missing), _mends(missing))
    return passed(found)


def _mends(missing: Iterable[Missing]) -> str:
    return "\n".join(one.mend for one in missing)
