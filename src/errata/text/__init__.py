"""Helpers without a subject: locales, the interface's strings, addresses, file names, colours."""
