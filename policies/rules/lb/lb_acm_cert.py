"""Listeners for HTTPS and TLS have a certificate of ACM, which renews itself.

Why: one that was uploaded by hand expires on a day that nobody remembers, and every client is turned away.
Fix: set `certificate_arn` to a certificate of `acm`.
"""

from policies.facts.families import LISTENERS
from policies.facts.load_balancers import is_encrypted_listener
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import truth

CERTIFICATES = ("aws:acm/certificate:Certificate", "aws:acm/certificateValidation:CertificateValidation")


@rule(
    severity=Severity.MEDIUM,
    types=LISTENERS,
    controls=Controls(
        hipaa="164.312(a)(2)(iv) 164.312(e)(2)(ii)",
        nist="SC-8(1) SC-23(5)",
    ),
)
def lb_acm_cert(listener: Resource) -> Findings:
    certificate = listener["certificateArn"]
    known = bool(listener.stack.referred(certificate, CERTIFICATES))
    of_acm = truth(known) | certificate.is_set() & ~certificate.matches(r"arn:[^:]*:iam:.*")
    return listener.require(~is_encrypted_listener(listener) | of_acm, certificate)
