"""`strata add`: more in a stack file, which keeps all that stands in it."""
