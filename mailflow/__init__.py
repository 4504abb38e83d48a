"""mailflow: a service desk that lives in a mailbox. Start reading at `flow`, the one path of a mail."""

__version__ = "0.1.0"
