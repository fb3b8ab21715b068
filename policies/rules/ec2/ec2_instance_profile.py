"""Instances have a role.

Why: programs on a machine without one get keys written into files, which stay there.
Fix: set `iam_instance_profile` on the `Instance`, or in its launch template.
"""

from policies.facts.machines import EC2_INSTANCES, own_or_template
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=EC2_INSTANCES,
    controls=Controls(
        cis_aws_3="1.18",
        cis_aws_4="1.18",
        hipaa="164.308(a)(3)(i) 164.308(a)(3)(ii)(A) 164.308(a)(4)(ii)(A) 164.308(a)(4)(ii)(B) 164.308(a)(4)(ii)(C) "
        "164.312(a)(1)",
        nist="AC-3 CM-5(1)(a) CM-6a",
    ),
)
def ec2_instance_profile(instance: Resource) -> Findings:
    profile = own_or_template(instance, "iamInstanceProfile")
    return instance.require(profile.is_set(), instance["iamInstanceProfile"])
