"""SMUP, the state's system for monitoring public services, through its API."""
