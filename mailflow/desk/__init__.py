"""The heart: what a ticket is and what happens to it. Pure; no mail, no database, no clock. Start at `decide`."""
