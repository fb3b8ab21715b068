"""`strata state`: look at what is on record of a stack, and change the record without touching what is real."""
