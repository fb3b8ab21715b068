"""The commands of `strata ci`."""
