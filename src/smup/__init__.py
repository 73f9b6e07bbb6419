"""Open benchmarking of Poland's local public services: quantity, quality and cost against fair peers."""

__version__ = "0.1.0"
