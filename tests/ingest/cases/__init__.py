"""Mails that tests of reading share."""
