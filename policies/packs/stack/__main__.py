"""What a stack's own settings say, as a policy pack."""

from policies.analyzer import serve

serve("stack")
