"""What is kept, on SQLite or PostgreSQL. Start at `ledger`: what one transaction reads and writes."""
