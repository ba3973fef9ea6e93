"""A trained network as somebody else's file: ONNX, and code for NumPy, PyTorch and Keras."""
