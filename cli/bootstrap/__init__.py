"""`strata bootstrap`: what an environment stands on, made before its first stack."""
