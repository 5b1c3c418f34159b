"""Who may do what on boards, with topics and with posts."""
