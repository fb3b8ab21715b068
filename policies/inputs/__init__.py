"""Where resources to check come from: states, previews, manifests, plain lists."""
