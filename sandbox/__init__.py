"""Providers that stand in for the cloud: AWS over moto, Kubernetes over an object store, both on this machine."""
