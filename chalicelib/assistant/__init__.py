"""The assistant: summaries, suggestions, answers and drafts about tickets, and tickets from a sentence.

Pure: it reads what it is given and makes texts of it. It changes nothing and sends nothing; people do.
"""
