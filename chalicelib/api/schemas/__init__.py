"""The documents of the API: what callers send, and what they get."""
