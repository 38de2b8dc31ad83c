"""Measure scans, lists, frames, labels and imports: `make bench`."""

from tests.bench import frames, imports, labels, scans

print("Ratios hold, absolutes depend on the machine. Medians; p90 where it is said.\n")
scans.measure()
frames.measure()
labels.measure()
imports.measure()
