"""What `strata graph` shows: a stack's resources, their findings and their costs as the nodes and edges of `graph`."""
