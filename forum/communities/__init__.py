"""Communities of practice, who belongs to them and with which standing."""
