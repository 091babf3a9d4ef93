"""Sentences that ask for a ticket, read by a grammar of cues: what is said of the ticket, and what is the matter."""
