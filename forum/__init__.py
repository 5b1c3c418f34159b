"""The one app with models: everything that Weft knows and decides."""
