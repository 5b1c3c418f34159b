"""Live sessions: when people meet, who comes, and what is there to read before. Called gatherings in the code."""
