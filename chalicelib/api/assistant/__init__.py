"""The assistant over the API: the panel of a ticket, and tickets from sentences."""
