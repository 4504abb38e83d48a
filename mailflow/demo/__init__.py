"""A mail world of our own on loopback, and a day at a desk in it."""
