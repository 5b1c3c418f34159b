"""What every feature shares: events, verdicts, markup, paging and limits."""
