"""What `strata new` and `strata add` write: a project of one's own, and more in its stack files.

Stands alone: imports nothing of the other packages.
"""
