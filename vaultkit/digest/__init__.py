"""Digest of chats and notes since a day: what was decided, asked, left open, done and said, word for word."""
