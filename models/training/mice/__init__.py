"""Procedural mice: generator, renderer, backgrounds and data sets (README.md)."""

from .kinds import FURS, KEYPOINTS, POSES
from .shards import list_shards

__all__ = ["FURS", "KEYPOINTS", "POSES", "list_shards"]
