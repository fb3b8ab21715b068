"""Kubernetes in the sandbox: the provider, and an API server that is emulated over an object store."""
