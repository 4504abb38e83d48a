"""What the desk would do with mails, and why. Nothing is stored or sent, and no configuration is needed.

`sources` finds the mails, `record` says of one what CONTRACT.md promises, `telling` says it in words, `many` does it
with all cores. It starts fast: it knows no store, no letters and no settings, only a `Frame` of them.
"""
