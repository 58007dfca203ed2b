"""errata: a folder of support articles in, a help site in which every error code is a page out."""

__version__ = "0.1.0"
