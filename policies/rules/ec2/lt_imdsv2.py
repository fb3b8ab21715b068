"""Machines answer questions about themselves only with a token (IMDSv2).

Why: any program that can be made to fetch an address, such as a model server with a URL as input, gives out the
machine's credentials otherwise.
Fix: set `metadata_options={"http_tokens": "required"}`.
"""

from policies.facts.machines import MACHINES, own_or_template
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import some


@rule(
    severity=Severity.HIGH,
    types=MACHINES,
    controls=Controls(
        cis_aws_3="5.6",
        cis_aws_4="5.7",
        fsbp="EC2.8 EC2.170",
        hipaa="164.308(a)(3)(i) 164.308(a)(4)(ii)(A) 164.308(a)(4)(ii)(C) 164.312(a)(1)",
        nist="AC-2(6) AC-3 AC-3(3)(a) AC-3(3)(b)(1) AC-3(3)(b)(2) AC-3(3)(b)(3) AC-3(3)(b)(4) AC-3(3)(b)(5) "
        "AC-3(3)(c) AC-3(3) AC-3(4)(a) AC-3(4)(b) AC-3(4)(c) AC-3(4)(d) AC-3(4)(e) AC-3(4) AC-3(7) AC-3(8) "
        "AC-3(12)(a) AC-3(13) AC-3(15)(a) AC-3(15)(b) AC-4(28) AC-6 AC-24 CM-5(1)(a) MP-2 SC-23(3)",
    ),
)
def lt_imdsv2(machine: Resource) -> Findings:
    tokens = own_or_template(machine, "metadataOptions", "httpTokens")
    silent = own_or_template(machine, "metadataOptions", "httpEndpoint").equals("disabled")
    defaults = machine.stack.of("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults")
    by_default = tokens.equals(None) & some(one["httpTokens"].equals("required") for one in defaults)
    return machine.require(tokens.equals("required") | silent | by_default, machine["metadataOptions"]["httpTokens"])
