"""What can be done on boards, with topics and with posts: the only code that changes their rows."""
