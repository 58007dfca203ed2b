"""Syntax that authors write, one module for each kind; `parser` lists them in their order."""
