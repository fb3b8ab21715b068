"""What moto lacks, one package or file per service. Everything here is ours and not moto's; README says so too.

A service's `install` puts a subclass in the place of moto's backend, so that moto's own routing, account and region
handling, serialisation and reset apply to what is added.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


def configure() -> None:
    """Load AWS's managed policies as a real account has them; keep moto from looking for a container engine."""
    from moto.core.config import default_user_config  # noqa: PLC0415

    default_user_config["iam"]["load_aws_managed_policies"] = True
    default_user_config["lambda"]["use_docker"] = False
    default_user_config["batch"]["use_docker"] = False


def create_service(service: str) -> Any:
    """The WSGI application of one AWS service. Called by moto at the service's first request."""
    from moto.moto_server.werkzeug_app import create_backend_app  # noqa: PLC0415

    _install()
    return create_backend_app(service)


@cache
def _install() -> None:
    """Complete moto once, before anything is created: services use each other's backends."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}").install()
