"""Where requests about boards, topics and posts arrive."""
