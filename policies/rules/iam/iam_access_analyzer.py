"""An account has an analyzer that tells what in it others can reach.

Why: a bucket, key or role that was opened to another account is found by its finder, not by its owner.
Fix: add an `accessanalyzer.Analyzer` to the stack that sets up the account.
"""

from policies.facts.accounts import sets_up_an_account
from policies.finding import Findings
from policies.rule import Severity, stack_rule
from policies.stack import Stack
from policies.truth import some, truth

ANALYZERS = ("aws:accessanalyzer/analyzer:Analyzer",)


@stack_rule(severity=Severity.MEDIUM)
def iam_access_analyzer(stack: Stack) -> Findings:
    external = ("ACCOUNT", "ORGANIZATION")
    analyzed = some(one["type"].equals(None, *external) for one in stack.of(*ANALYZERS))
    return stack.require(analyzed | truth(not sets_up_an_account(stack)), "sets up an account without an analyzer")
