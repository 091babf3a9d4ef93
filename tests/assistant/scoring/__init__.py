"""How well the assistant that needs no model answers, finds and understands, by sets that were written before it.

`python -m tests.assistant.scoring` prints the tables.
"""
