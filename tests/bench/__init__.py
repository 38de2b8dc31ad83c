"""Figures as ratios taken in one run; never part of a test that passes or fails."""
