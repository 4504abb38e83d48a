"""Bytes to headers, text and attachments, within limits. Start at `parse`."""
