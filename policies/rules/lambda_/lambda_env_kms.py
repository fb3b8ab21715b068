"""The environment of a function is encrypted with a key of one's own.

Why: with Lambda's own key whoever may look at the function reads its environment.
Fix: set `kms_key_arn` to a customer-managed key.
"""

from policies.facts.customer_keys import is_own_key
from policies.facts.functions import FUNCTIONS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=FUNCTIONS)
def lambda_env_kms(function: Resource) -> Findings:
    key = function["kmsKeyArn"]
    return function.require(~function["environment"]["variables"].is_set() | is_own_key(function, key), key)
