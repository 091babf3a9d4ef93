"""The zip as it runs: every function of it started the way Lambda does, on moto, with its own role's rights alone."""
