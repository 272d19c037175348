"""The skeleton of a mouse: the joints for random proportions and a pose.

Body frame: x forward, y left, z up, the floor at z = 0, length about 1."""

from dataclasses import dataclass, field

import numpy as np

from mice.kinds import POSES

PITCH = {  # degrees above the horizontal of the seven segments rump → withers → neck → head → snout
    "crouch": (48, 32, 12, -10, -16, 0, -20),
    "walk": (24, 13, 2, -9, -10, 4, -14),
    "stretch": (6, 6, 3, -2, -4, 6, -8),
    "sniff": (18, 12, 6, 4, 8, 22, 14),
    "sit": (62, 52, 34, 14, -4, 0, -20),
    "rear": (80, 84, 80, 72, 56, 34, 4),
    "groom": (66, 56, 30, -6, -34, -42, -58),
}
POSE_WEIGHT = {"crouch": 0.19, "walk": 0.2, "stretch": 0.09, "sniff": 0.12, "sit": 0.15, "rear": 0.19, "groom": 0.06}
TORSO = {"crouch": 0.86, "walk": 0.98, "stretch": 1.12, "sniff": 1.02, "sit": 0.9, "rear": 1.0, "groom": 0.84}
SEGMENT = np.array([0.155, 0.15, 0.14, 0.125, 0.085, 0.095, 0.205])
RADIUS = np.array([0.100, 0.150, 0.168, 0.152, 0.124, 0.104, 0.100])  # spine_0…4, neck, head


def normal(v):
    """v as a unit vector."""
    return v / (np.linalg.norm(v) + 1e-9)


def heading(pitch, yaw):
    """Unit vectors forward, left and up of a segment. Angles in degrees."""
    p, y = np.radians(pitch), np.radians(yaw)
    f = np.array([np.cos(p) * np.cos(y), np.cos(p) * np.sin(y), np.sin(p)])
    l = np.array([-np.sin(y), np.cos(y), 0.0])
    return f, l, np.cross(f, l)


def bend(root, tip, first, second, pole):
    """The joint between two bones from root to tip, with lengths `first` and `second`. The limb bends towards `pole`.
    Bones that are too short are stretched."""
    span = tip - root
    d = np.linalg.norm(span) + 1e-9
    grow = max(1.0, d / (0.98 * (first + second)))
    first, second = first * grow, second * grow
    along = np.clip((d * d + first**2 - second**2) / (2 * d), -first, first)
    side = pole - span * (pole @ span) / d**2
    return root + span / d * along + normal(side) * np.sqrt(max(first**2 - along**2, 0))


@dataclass
class Skeleton:
    """Joints in the body frame. frames[i]: unit vectors (forward, left, up) of the segment that starts at node i."""

    pose: str
    nodes: np.ndarray  # [8,3] spine_0…4, neck, head, snout
    frames: list
    radii: np.ndarray  # [7] of the first seven nodes
    tail: np.ndarray  # [13,3]
    tail_radii: np.ndarray  # [13]
    legs: dict = field(default_factory=dict)  # "front_left" … → dict of joints
    head_scale: float = 1.0
    ear: dict = field(default_factory=dict)


def spine(rng, pose):
    """The spine: nodes [8,3] (spine_0 at the origin), frames of the 7 segments, radii [7]."""
    mean = np.array(PITCH[pose], float)
    if pose == "rear":
        mean = mean + rng.uniform(-0.7, 1) * np.array([4, 4, 5, 8, 14, 22, 26])
    elif pose == "sit":
        mean = mean + rng.uniform(-0.5, 1) * np.array([14, 18, 22, 22, 18, 14, 8])
    pitch = mean + np.cumsum(rng.normal(0, 2.5, 7)) + rng.normal(0, 3, 7)
    pitch[5:] += rng.normal(0, 9, 2)
    curl = rng.normal(0, 7) + rng.normal(0, 3, 7)
    curl[4:] += rng.normal(0, 11) * np.array([0.6, 1, 1])
    yaw = np.clip(np.cumsum(curl), -85, 85)
    yaw -= yaw[1]
    length = SEGMENT * (1 + rng.normal(0, 0.03, 7))
    length[:4] *= TORSO[pose] * rng.uniform(0.94, 1.06)
    length[4:6] *= rng.uniform(0.88, 1.1)
    fat = rng.uniform(0.9, 1.2) / np.sqrt(TORSO[pose])
    radii = RADIUS * (1 + rng.normal(0, 0.025, 7))
    radii[:5] *= fat
    radii[1:3] *= rng.uniform(0.97, 1.1)
    if pose in ("sit", "rear", "groom"):  # the belly is wider
        radii[1:3] *= rng.uniform(1.02, 1.14)
    radii[5] *= 0.5 + 0.5 * fat
    frames = [heading(p, y) for p, y in zip(pitch, yaw)]
    nodes = np.cumsum([np.zeros(3)] + [f[0] * l for f, l in zip(frames, length)], 0)
    return nodes, frames, radii


def tail(rng, base, back, radius):
    """The tail: 13 points and their radii, from `base` towards azimuth `back` (degrees). The tail falls or rises."""
    length = rng.uniform(0.68, 1.02)
    s = np.linspace(0, 1, 13)
    thick, thin = radius * rng.uniform(0.85, 1.2), rng.uniform(0.006, 0.011)
    radii = thin + (thick - thin) * (1 - s) ** 0.9
    fall = rng.uniform(0.1, 0.35)
    z = (base[2] - radii[0]) * np.exp(-((s / fall) ** 1.5)) + radii
    if rng.random() < 0.3:
        z = z + rng.uniform(0.05, 0.3) * s ** rng.uniform(1.3, 2.2)
    yaw = back + rng.normal(0, 18) + np.cumsum(rng.normal(0, 12) + np.cumsum(rng.normal(0, 3.5, 13)))
    yaw = np.radians(np.clip(yaw, back - 170, back + 170))
    points = [base]
    step = length / 12
    for i in range(1, 13):
        dz = np.clip(z[i] - points[-1][2], -0.85 * step, 0.85 * step)
        h = np.sqrt(step**2 - dz**2)
        points.append(points[-1] + [h * np.cos(yaw[i]), h * np.sin(yaw[i]), dz])
    return np.array(points), radii


def hind_leg(rng, sk, side):
    """The joints of a hind leg: hip, knee, heel, toe. The foot is on the floor. side: 1 left, −1 right."""
    f, l, u = sk.frames[1]
    flat, _, _ = heading(0, np.degrees(np.arctan2(l[0] * -1, l[1])))
    hip = sk.nodes[0] * 0.35 + sk.nodes[1] * 0.65 + side * l * sk.radii[1] * 0.52 - u * 0.035
    stride = rng.normal(0, 0.075) if sk.pose in ("walk", "stretch", "sniff") else rng.normal(0.0, 0.02)
    out = rng.uniform(0.75, 1.0) * sk.radii[1]
    heel = sk.nodes[1] * 0.7 + sk.nodes[0] * 0.3 + side * l * out + flat * (stride - 0.03)
    heel[2] = 0.026 + (rng.uniform(0, 0.04) if stride < -0.06 else 0)
    turn = np.radians(rng.uniform(2, 24) * side)
    c, s = np.cos(turn), np.sin(turn)
    ahead = np.array([flat[0] * c - flat[1] * s, flat[0] * s + flat[1] * c, 0])
    toe = heel + ahead * rng.uniform(0.125, 0.165)
    toe[2] = 0.017
    knee = bend(hip, heel, 0.145, 0.14, flat + 0.5 * side * l + np.array([0, 0, 0.25]))
    return {"hip": hip, "knee": knee, "heel": heel, "toe": toe, "ahead": ahead}


def front_leg(rng, sk, side, lifted):
    """The joints of a front leg: shoulder, elbow, wrist, paw. side: 1 left, −1 right."""
    f, l, u = sk.frames[3]
    flat = normal(np.array([l[1], -l[0], 0]))
    shoulder = sk.nodes[4] * 0.75 + sk.nodes[3] * 0.25 + side * l * sk.radii[4] * 0.6 - u * sk.radii[4] * 0.35
    upper, lower = 0.115, 0.115
    if not lifted:
        wrist = shoulder + flat * (rng.normal(0.01, 0.07) + 0.02) + side * l * rng.uniform(-0.03, 0.02)
        wrist[2] = 0.03 + (rng.uniform(0, 0.05) if rng.random() < 0.2 else 0)
        paw = wrist + flat * 0.055
        paw[2] = max(wrist[2] - 0.012, 0.015)
    else:
        if sk.pose == "groom":
            goal = sk.nodes[7] * 0.75 + sk.nodes[6] * 0.25 - sk.frames[6][2] * 0.06 + side * l * 0.035
        elif sk.pose == "rear" and rng.random() < 0.3:  # the paw reaches up
            goal = shoulder + flat * rng.uniform(0.1, 0.19) + np.array([0, 0, rng.uniform(0.02, 0.16)])
            goal = goal + side * l * 0.02
        else:
            goal = shoulder - u * rng.uniform(0.08, 0.14) + flat * rng.uniform(0.03, 0.11)
            goal = goal - side * l * rng.uniform(0, 0.045) - f * rng.uniform(-0.02, 0.08)
        goal = shoulder + normal(goal - shoulder) * min(np.linalg.norm(goal - shoulder), 0.215)
        wrist, point = goal, normal(0.7 * flat + np.array([0, 0, rng.uniform(-0.9, 0.2)]) - 0.25 * side * l)
        paw = wrist + point * 0.05
        wrist[2], paw[2] = max(wrist[2], 0.03), max(paw[2], 0.016)
    elbow = bend(shoulder, wrist, upper, lower, -flat + np.array([0, 0, -0.4]) + 0.35 * side * l)
    return {"hip": shoulder, "knee": elbow, "heel": wrist, "toe": paw, "ahead": normal(paw - wrist)}


def skeleton(rng, pose=None):
    """A random Skeleton; `pose` is one of POSES or None."""
    pose = pose or rng.choice(POSES, p=[POSE_WEIGHT[p] for p in POSES])
    nodes, frames, radii = spine(rng, pose)
    upright = pose in ("sit", "rear", "groom")
    height = {"crouch": 0.125, "walk": 0.155, "stretch": 0.14, "sniff": 0.15}.get(pose, 0.125)
    height = height + rng.uniform(-0.012, 0.02)
    if pose == "rear":
        height += rng.uniform(0, 0.08)
    nodes[:, 2] += max(height, *(radii + 0.012 - nodes[:7, 2]), 0.03 - nodes[7, 2])
    f, l, u = frames[0]
    lean = np.clip(f[2], 0, 1)
    root = nodes[0] - f * radii[0] * (0.78 - 0.3 * lean) + u * radii[0] * (0.1 + 0.5 * lean)
    root[2] = max(root[2], 0.04)
    tail_points, tail_radii = tail(rng, root, np.degrees(np.arctan2(-l[0], l[1])) + 180, rng.uniform(0.023, 0.034))
    sk = Skeleton(str(pose), nodes, frames, radii, tail_points, tail_radii, head_scale=rng.uniform(0.93, 1.07))
    lifted = upright and (pose != "sit" or nodes[4, 2] > 0.27 or rng.random() < 0.7)
    for side, name in ((1, "left"), (-1, "right")):
        sk.legs["hind_" + name] = hind_leg(rng, sk, side)
        up = lifted or (pose == "crouch" and nodes[4, 2] > 0.37)
        sk.legs["front_" + name] = front_leg(rng, sk, side, up)
    sk.ear = {
        "size": rng.uniform(0.068, 0.096), "cap": rng.uniform(0.4, 0.72), "out": rng.uniform(0.42, 0.75),
        "back": rng.uniform(0.0, 0.4), "turn": rng.uniform(0.25, 0.7), "wide": rng.uniform(0.78, 0.95),
    }
    return sk
