"""Reading an article: its front matter, its markdown and what they say."""
