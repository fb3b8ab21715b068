"""The AWS provider of the sandbox: the framework, and one module for each AWS service."""
