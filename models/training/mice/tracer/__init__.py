"""The sphere tracer that renders mice, on a CPU and on a GPU."""
