"""What the mail proves of its sender. Start at `sender`."""
