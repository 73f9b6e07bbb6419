"""Documents that people hand in: their text, and the events in it."""
