"""Pages on which archives are brought in and followed, and authorship is claimed."""
