"""What moto lacks, one package or file per service. Everything here is ours and not moto's; README says so too.

A service's `install` puts a subclass in the place of moto's backend, so that moto's own routing, account and region
handling, serialisation and reset apply to what is added.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any


def configure() -> None:
    """Load AWS's managed policies as a real account has them; keep moto from looking for a container engine."""
    from moto.core.config import default_user_config  # noqa: PLC0415

    default_user_config["iam"]["load_aws_managed_policies"] = True
    default_user_config["lambda"]["use_docker"] = False
    default_user_config["batch"]["use_docker"] = False


def create_service(service: str) -> Any:
    """The WSGI application of one AWS service, completed. Called by moto at the service's first request."""
    from moto.moto_server.werkzeug_app import create_backend_app  # noqa: PLC0415

    if find_spec(f"{__name__}.{service}") is not None:
        import_module(f"{__name__}.{service}").install()
    return create_backend_app(service)
