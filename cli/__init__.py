"""The command line: one command per file. `main` assembles them, `render` is the only place that prints."""
