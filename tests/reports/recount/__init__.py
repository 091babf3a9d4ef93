"""Every number of the reports, counted once more from what the API tells of each ticket: its document and its time
line. Nothing in here imports the product, so that both can't be wrong in the same way.

`times` walks the business hours, `story` reads a time line, `stopwatch` times and judges it, `facts` says what is
counted, `cells` adds up.
"""
