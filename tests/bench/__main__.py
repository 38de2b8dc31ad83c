"""Measure scans, frames and labels beside their floors: `make bench`."""

from tests.bench import frames, labels, scans

print("Ratios hold, absolutes depend on the machine. Medians; p90 where it is said.\n")
scans.measure()
frames.measure()
labels.measure()
