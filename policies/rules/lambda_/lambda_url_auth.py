"""A function's address answers only signed requests.

Why: the address is on the internet, and whoever finds it calls the function at one's own cost and with its rights.
Fix: set `authorization_type` to `AWS_IAM`.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.CRITICAL, types=("aws:lambda/functionUrl:FunctionUrl",))
def lambda_url_auth(url: Resource) -> Findings:
    authorization = url["authorizationType"]
    return url.require(authorization.equals("AWS_IAM"), authorization)
