"""Every check, in the order in which they are told."""

from __future__ import annotations

from typing import Final

from doctor.check import Check
from doctor.checks import (
    charts,
    clock,
    credentials,
    disk,
    endpoints,
    environment,
    kubernetes,
    offers,
    permissions,
    program,
    python,
    quotas,
    record,
    server,
    tools,
)

MACHINE: Final[tuple[Check, ...]] = (python.CHECK, environment.CHECK, *tools.CHECKS, disk.CHECK, server.CHECK)
"""What is looked at whatever is asked for."""
ACCOUNT: Final[tuple[Check, ...]] = (credentials.CHECK, clock.CHECK, endpoints.CHECKS[0])
"""What is looked at where there is an account."""
PROGRAM: Final[tuple[Check, ...]] = (program.CHECK,)
"""What the stack's checks go by, and is looked at before them."""
STACK: Final[tuple[Check, ...]] = (
    permissions.CHECK,
    quotas.CHECK,
    offers.CHECK,
    *record.CHECKS,
    *kubernetes.CHECKS,
    *charts.CHECKS,
    *endpoints.CHECKS[1:],
)
"""What is looked at of a stack."""
