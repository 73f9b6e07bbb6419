"""One script a page: choose, ask, draw."""
