"""Checking a published edition: verify, compare, explain."""
