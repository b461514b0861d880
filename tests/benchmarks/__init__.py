"""Proofbook against plain sqlite3 and a bare window, as ratios: `python -m tests.benchmarks`."""
