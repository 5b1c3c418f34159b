"""Who takes part: accounts, profiles and preferences."""
