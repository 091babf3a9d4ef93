"""What a ticket records, one module a fact: what was promised, tried and left open, who and since when, how it ended.

The panel shows these, and a question is answered from them: a fact is looked for in one place.
"""
