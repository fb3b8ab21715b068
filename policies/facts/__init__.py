"""What rules know of the things that they judge: which types these are, and how they belong together."""
