"""What a site is made of, one module per output: `emit(library, config)`."""
