"""The machine under the network, as its stewards look after it: jobs, storage, health."""
