"""Functions run only code that somebody signed.

Why: whoever may upload code runs theirs with the function's rights, and no build has ever seen it.
Fix: set `code_signing_config_arn`. It takes a signing pipeline, so it is asked only on request; images are signed in
ECR.
"""

from policies.facts.functions import FUNCTIONS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule


@rule(severity=Severity.LOW, types=FUNCTIONS, profiles=(Profile.OPTIONAL,))
def lambda_code_signing(function: Resource) -> Findings:
    signing = function["codeSigningConfigArn"]
    return function.require(function["packageType"].equals("Image") | signing.is_set(), signing)
