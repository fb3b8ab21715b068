"""This machine's clock against that of AWS, which refuses requests whose signature is from another time."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import Final

from doctor.check import CannotTell, Check, Finding, Group, failed, passed, warned
from doctor.reach import Unreachable, ask
from doctor.subject import Subject

SKEW_MAX_S: Final = 300
"""What AWS accepts: https://docs.aws.amazon.com/IAM/latest/UserGuide/signing-elements.html"""
SKEW_NOTABLE_S: Final = 30


def _run(subject: Subject) -> Finding:
    endpoint = str(subject.aws("sts").meta.endpoint_url)
    before = time.time()
    try:
        headers = ask(subject.reached_at("sts"))
    except Unreachable as error:
        raise CannotTell(f"{endpoint} does not tell the time: {error}") from error
    now = (before + time.time()) / 2
    if not headers.get("date"):
        raise CannotTell(f"{endpoint} does not tell the time")
    skew_s = now - parsedate_to_datetime(headers["date"]).timestamp()
    told = f"{abs(skew_s):.0f} s {'ahead of' if skew_s > 0 else 'behind'} {endpoint}"
    mend = "sudo timedatectl set-ntp true"
    if abs(skew_s) >= SKEW_MAX_S:
        return failed(f"{told}: AWS refuses what is signed more than {SKEW_MAX_S // 60} minutes off", mend)
    # The header has whole seconds, and its way takes time.
    return warned(told, mend) if abs(skew_s) >= SKEW_NOTABLE_S else passed(f"agrees with {endpoint}")


CHECK: Final = Check(
    "clock", Group.ACCOUNT, "Whether this machine's clock agrees with that of AWS, which goes by it.", _run
)
