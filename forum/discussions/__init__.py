"""Boards, topics and the threads of posts that stand on them."""
