"""Reading logs for the codes and messages of a library."""
