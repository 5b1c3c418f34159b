"""Measures what pages cost and how that grows with what is stored; results/ holds what came out, run by run."""
