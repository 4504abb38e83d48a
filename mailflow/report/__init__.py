"""How the desk does: turnaround, targets, backlog, flow, topics, ratings and the model's work, from the journal.

`life` reads one ticket's journal, `figures` counts over many, `page` draws. Nothing here changes the desk.
"""
