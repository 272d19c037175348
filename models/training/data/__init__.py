"""Training data: streams of mice, and the pictures that are made of them."""
