"""The mathematics of neuroglow: plain Python that is also compiled to WebAssembly. README.md explains the formulas."""
