"""Front matter: split, read as YAML, located, validated, normalised."""
