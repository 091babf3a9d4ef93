"""Typed questions about a ticket, answered without a model.

A question is taken apart into what it asks for and the words it asks about. What is a fact is answered from the fact;
for all else the sentences that have those words are shown; where none has enough of them, that is said.
"""
