"""Who may see, schedule and attend live sessions."""
