"""A camera: frames in, one scan a showing out."""
