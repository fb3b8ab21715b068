"""Listeners speak TLS 1.2 or newer.

Why: older versions can be broken by whoever records the traffic; the default still offers TLS 1.0.
Fix: set `ssl_policy` to one that begins with `ELBSecurityPolicy-TLS13-1-2` or `ELBSecurityPolicy-TLS13-1-3`.
"""

from policies.facts.families import LISTENERS
from policies.facts.load_balancers import is_encrypted_listener
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule

MODERN = r"ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)(-.*)?"
"""Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html"""


@rule(severity=Severity.HIGH, types=LISTENERS)
def lb_tls_policy(listener: Resource) -> Findings:
    policy = listener["sslPolicy"]
    return listener.require(~is_encrypted_listener(listener) | policy.matches(MODERN), policy)
