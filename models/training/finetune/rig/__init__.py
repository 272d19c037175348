"""Made-up mice, seen by the cameras of a laboratory."""
