"""Room for the state, the journal and the sandbox's stores."""

from __future__ import annotations

import shutil
from typing import Final

from doctor.check import Check, Finding, Group, failed, passed, warned
from doctor.subject import Subject

LEAST_MIB: Final = 100
"""A state of 10,000 resources and its backups fit into this."""
COMFORTABLE_MIB: Final = 1024


def _run(subject: Subject) -> Finding:
    folder = subject.sandbox.root
    while not folder.is_dir():
        folder = folder.parent
    free_mib = shutil.disk_usage(folder).free >> 20
    mend = f"df -h {folder}  # and free some, or set STRATA_HOME to a folder on another disk"
    if free_mib < LEAST_MIB:
        return failed(f"{free_mib} MiB are free at {folder}; a state may not be written whole", mend)
    if free_mib < COMFORTABLE_MIB:
        return warned(f"{free_mib} MiB are free at {folder}", mend)
    return passed(f"{free_mib >> 10} GiB are free at {folder}")


CHECK: Final = Check("disk", Group.MACHINE, "Room on the disk that holds the state and the sandbox.", _run)
