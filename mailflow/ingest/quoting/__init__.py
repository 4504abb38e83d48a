"""What a writer wrote new: quotes, signatures, forwards, and tables of wording. Start at `reply`."""
