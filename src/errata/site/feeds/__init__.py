"""site/feeds."""
