"""`python -m infra.deploy selftest`: the whole desk tried in an account of its reader's, on a stack of its own."""
