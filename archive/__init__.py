"""What the news is, and where it is kept."""
