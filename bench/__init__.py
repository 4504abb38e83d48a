"""Commands that print ratios measured in one run, never absolute promises: `drain`, `latency`, `memory`."""
