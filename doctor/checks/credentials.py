"""Who one is at AWS."""

from __future__ import annotations

from typing import Final

from doctor.check import Check, Finding, Group, failed, passed, warned
from doctor.subject import NoAccount, Subject


def _run(subject: Subject) -> Finding:
    try:
        who = subject.aws("sts").get_caller_identity()
    except NoAccount as reason:
        return failed(str(reason), reason.mend)
    role = subject.assumed_role
    working = f", which works as {role}" if role and role != who["Arn"] else ""
    region = subject.aws("sts").meta.region_name
    told = f"account {who['Account']}, region {region}, as {who['Arn']}{working}"
    if who["Arn"].endswith(":root"):
        return warned(f"{told}: the root user, whom nothing holds back", "aws configure sso  # and work with a role")
    if subject.ends_soon():
        return warned(f"{told}; the credentials end within the quarter of an hour", "aws sso login")
    return passed(told)


CHECK: Final = Check(
    "credentials",
    Group.ACCOUNT,
    "Whether there are credentials that AWS accepts: whose, in which account and region, and for how long.",
    _run,
)
