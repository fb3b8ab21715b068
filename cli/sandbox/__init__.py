"""`strata sandbox`: the local AWS server and cluster store that stacks live in."""
