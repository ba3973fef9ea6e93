"""Datasets: tables that users bring and the bundled ones. Generators are part of the engine."""
