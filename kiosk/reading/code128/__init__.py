"""Code 128 from the widths of its bars, and how well a label is printed."""
