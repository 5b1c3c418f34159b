"""Rooms and what is said in them: the durable part of live talk."""
