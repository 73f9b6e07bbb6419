"""Readers' journeys in a real browser."""
