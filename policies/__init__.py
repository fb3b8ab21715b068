"""Policy as code: rules, what evaluates them, and the packs that the official engine loads."""
