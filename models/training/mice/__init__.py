"""Procedural mice: generator, renderer, backgrounds and data sets (see README.md)."""

from .frames import mirror_keypoints, rotate_keypoints, rotate_w2c
from .shards import list_shards, load_shard
from .kinds import FURS, KEYPOINTS, POSES

__all__ = ["FURS", "KEYPOINTS", "POSES", "list_shards", "load_shard", "mirror_keypoints", "rotate_keypoints", "rotate_w2c"]
