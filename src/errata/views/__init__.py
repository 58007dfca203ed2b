"""What templates may see: frozen views of plain values, one class per template."""
