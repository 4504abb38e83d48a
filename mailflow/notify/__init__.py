"""The exit: letters composed from templates, and their way to the mail server."""
