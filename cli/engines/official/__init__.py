"""The official engine: the Pulumi CLI, driven through its Automation API, in the sandbox or in the cloud."""
