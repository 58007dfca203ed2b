"""The site: its pages and files, and what they share, such as layout, cards and lists."""
