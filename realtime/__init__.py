"""The transport: HTTP in one hop, and the socket; no models of its own."""
