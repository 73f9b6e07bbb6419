"""What a document speaks of: events and initiatives, when and where they are and whose, as candidate records."""
