"""The benches' own generator and judge must be right, else their figures mean nothing."""
