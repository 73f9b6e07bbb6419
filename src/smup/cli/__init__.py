"""The commands, a module for each group; ``__main__`` puts them together."""
