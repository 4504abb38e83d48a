"""A past of mails runs through a scratch desk with its own clock, to see what would have happened. Nothing is sent.

`past` reads the mails, `scratch` is the desk, `news` says what happened there. Start at `scratch.replay`.
"""
