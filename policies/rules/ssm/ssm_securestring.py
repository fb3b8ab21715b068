"""Parameters that hold a credential are secure strings, encrypted with a key of one's own.

Why: a plain parameter is shown to everyone who may list parameters, and AWS's own key opens a secure one for all of
them.
Fix: set `type` to `SecureString` and `key_id` to a customer-managed key.
"""

from policies.facts.credentials import is_credential
from policies.facts.customer_keys import is_own_key
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import some


@rule(severity=Severity.HIGH, types=("aws:ssm/parameter:Parameter",))
def ssm_securestring(parameter: Resource) -> Findings:
    kind, key = parameter["type"], parameter["keyId"]
    secure = kind.equals("SecureString")
    values = (parameter[name] for name in ("value", "insecureValue"))
    credential = some(is_credential(parameter["name"], value) for value in values)
    return parameter.require(secure | ~credential, kind) + parameter.require(~secure | is_own_key(parameter, key), key)
