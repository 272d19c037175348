"""Fine-tuning of a pack's reconstructor on a laboratory's own samples."""
