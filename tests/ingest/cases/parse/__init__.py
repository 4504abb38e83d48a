"""Mails as broken mailers write them, and what a reader should find in them; all made for this project."""
