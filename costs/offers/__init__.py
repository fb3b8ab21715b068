"""AWS's public price list: its files, its API, and the prices in them that Strata asks for."""
