"""The screens on which stewards look after the network."""
