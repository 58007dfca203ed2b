"""What outputs share: the frame of a page, cards and lists, an article's body, texts by locale."""
