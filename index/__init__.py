"""Finding the news again."""
