"""What changes how topics stand beside their home."""
