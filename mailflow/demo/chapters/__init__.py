"""The chapters of the demo's story, each a script to be read from top to bottom."""
