"""The record room's rules, pure: no clock, no database, no web."""
