"""Everything Weft promises, as tests."""
