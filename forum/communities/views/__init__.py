"""Where requests about communities arrive."""
