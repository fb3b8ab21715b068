"""A listener for HTTP only sends callers on to HTTPS.

Why: what is typed in without `https` is answered in plain: passwords and data can be read on the way.
Fix: set `default_actions` to one of type `redirect` with `protocol` `HTTPS`.
"""

from policies.facts.families import LISTENERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=LISTENERS,
    controls=Controls(
        fsbp="ELB.1",
        hipaa="164.312(a)(2)(iv) 164.312(e)(1) 164.312(e)(2)(i) 164.312(e)(2)(ii)",
        nist="AC-4 AC-4(22) AC-17(2) AC-24(1) AU-9(3) CA-9b IA-5(1)(c) PM-17b SC-7(4)(b) SC-7(4)(g) SC-8 SC-8(1) "
        "SC-8(2) SC-8(3) SC-8(4) SC-8(5) SC-13a SC-23 SI-1a.2 SI-1c.2",
    ),
)
def alb_https_redirect(listener: Resource) -> Findings:
    protocol, actions = listener["protocol"], listener["defaultActions"]
    # Listeners of gateways have neither a protocol nor a port.
    plain = protocol.equals("HTTP") | protocol.equals(None) & listener["port"].is_set()
    redirects = actions.some(lambda one: one["type"].equals("redirect") & one["redirect"]["protocol"].equals("HTTPS"))
    return listener.require(~plain | redirects, actions)
