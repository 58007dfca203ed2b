"""What outputs share: the layout of a page, cards and lists, an article's body, texts by locale."""
