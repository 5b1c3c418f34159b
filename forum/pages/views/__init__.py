"""The screens that compose several features."""
