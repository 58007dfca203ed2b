"""Syntax that authors write, one module for each kind."""
