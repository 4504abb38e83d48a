"""The classifier: what a first mail is. Start at `shelf` (which model serves) and `model` (how it reads)."""
