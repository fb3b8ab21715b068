"""What a machine runs when it starts has no credentials in it.

Why: user data is shown in the console to whoever may look at the machine, and to every program on it.
Fix: have the script fetch the secret from Secrets Manager with the machine's role.
"""

from policies.facts.machines import MACHINES, scripts
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(
    severity=Severity.HIGH,
    types=MACHINES,
)
def ec2_no_secrets_in_userdata(machine: Resource) -> Findings:
    return [found for script, holds in scripts(machine) for found in machine.forbid(holds, script)]
