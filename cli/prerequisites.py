"""What the Pulumi engine needs, as checks of `strata doctor`: the same that keeps `strata up` from beginning."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cli.errors import Missing
from doctor.check import CannotTell, Check, Finding, Group, Outcome, failed, passed, skipped, warned
from doctor.subject import NoAccount, Subject

if TYPE_CHECKING:
    from cli.engines.official.backend import Asked
    from cli.engines.official.settings import StackSettings
    from doctor.subject import Client


def checks(settings: StackSettings | None) -> tuple[Check, ...]:
    """The checks of what is needed; of the backend, where a stack is named."""
    backend = functools.partial(_backend, settings=settings)
    return (
        Check("pulumi", Group.MACHINE, "Whether the Pulumi CLI is there and new enough, where it does the work.", _cli),
        Check("plugins", Group.MACHINE, "Whether its plugins have the versions of the project's SDKs.", _plugins),
        Check(
            "backend",
            Group.STACK,
            "Whether one is logged in, the backend has the stack, and it can be opened.",
            backend,
        ),
    )


def open_account(settings: StackSettings) -> Client:
    """Clients with the credentials that the provider would use; those that hang give up.

    Raises:
        NoAccount: there are none, or AWS does not take them.
    """
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


def end_soon(settings: StackSettings, within_s: int = 900) -> bool:
    """Whether the credentials end within so many seconds; False where they renew themselves, or tell no end."""
    import boto3

    credentials = boto3.Session(profile_name=settings.profile).get_credentials()
    needed = getattr(credentials, "refresh_needed", None)
    return bool(needed and needed(refresh_in=within_s))


def _cli(subject: Subject) -> Finding:
    from cli.engines.official import executable

    found, version, missing = executable.checked()
    if not missing:
        return passed(f"{version}, {found}")
    if _is_at_work(subject):
        return failed(missing[0].what, missing[0].mend)
    if found is None:
        return skipped("not on PATH; the sandbox does without it", missing[0].mend)
    return warned(missing[0].what, missing[0].mend)


def _plugins(subject: Subject) -> Finding:
    from cli.engines.official import plugins

    lacking = list(plugins.lacks(_asked(subject)))
    return _finding(lacking, ", ".join(f"{one.name} {one.version}" for one in plugins.needed(subject.root)))


def _backend(subject: Subject, settings: StackSettings | None) -> Finding:
    from cli.engines.official import backend

    ask = _asked(subject)
    assert settings is not None  # noqa: S101 - there is a stack, or nobody is asked
    url = backend.url(ask)
    if isinstance(url, Missing):
        return failed(url.what, url.mend)
    return _finding(list(backend.lacks(ask, subject.named.name, url, settings)), f"{url} has {subject.named.name}")


def _asked(subject: Subject) -> Asked:
    from cli.engines.official import executable
    from cli.engines.official.backend import Asked
    from cli.engines.official.cloud import environment
    from cli.engines.official.command import Command

    if not _is_at_work(subject):
        raise CannotTell("the sandbox does without it")
    found, version, missing = executable.checked()
    if missing or found is None:
        raise CannotTell("there is no Pulumi CLI to ask; see `pulumi`")
    return Asked(Command(found, version, environment(found)), subject.root)


def _is_at_work(subject: Subject) -> bool:
    return subject.stack is not None and not subject.in_sandbox


def _finding(missing: list[Missing], found: str) -> Finding:
    if missing:
        return Finding(Outcome.FAIL, "; ".join(one.what for one in missing), _mends(missing))
    return passed(found)


def _mends(missing: Iterable[Missing]) -> str:
    return "\n".join(one.mend for one in missing)
