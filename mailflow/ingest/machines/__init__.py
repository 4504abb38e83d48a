"""Whether a person wrote it: bounces, absences, lists, monitors. Start at `guard`."""
