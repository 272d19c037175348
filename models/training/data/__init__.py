"""What the trainers learn from: streams of mice, and the pictures that are made of them."""
