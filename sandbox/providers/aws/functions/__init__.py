"""Functions (invokes), one module for each module of the SDK; see `sandbox/providers/aws/function.py`."""
