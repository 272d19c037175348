"""Makes packs: runs all trainings, exports checkpoints as a pack, and turns a pack into checkpoints."""
