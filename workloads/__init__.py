"""The code that runs in the platform's pods."""
