"""Repairs of what exporters broke."""
