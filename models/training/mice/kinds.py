"""Names of furs, poses and keypoints. The data set stores their indices."""

FURS = ("black", "agouti", "brown", "white", "grey", "patchy", "fawn")
POSES = ("crouch", "walk", "stretch", "sniff", "sit", "rear", "groom")

KEYPOINTS = (
    "spine_0", "spine_1", "spine_2", "spine_3", "spine_4", "neck", "head", "snout", "eye_left", "eye_right",
    "paw_front_left", "paw_front_right", "paw_hind_left", "paw_hind_right",
    "tail_0", "tail_1", "tail_2", "tail_3", "tail_4", "ear_left", "ear_right", "haunch_left", "haunch_right",
)
"""The 23 keypoints in the order of docs/models.md. Left and right are the animal's left and right."""
