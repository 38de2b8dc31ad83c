"""Tests read as sentences, use a real database each, and mock nothing of ours."""
