"""Machine-readable forms of the site, one module for each."""
