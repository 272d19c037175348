"""Makes a mouse from a skeleton and a coat: the primitives for the tracer, and 23 keypoints."""

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline, PchipInterpolator

from mice.frames import rotation_z
from mice.kinds import KEYPOINTS
from mice.tracer.cpu import PRIM

from .fur import coat as random_coat
from .fur import lighting
from .skeleton import normal, skeleton

BODY, HEAD, LEG, PAW, NOSE, TAIL, EAR, EYE = range(8)


@dataclass
class Mouse:
    """A mouse in the world (Z up): primitives [n], shading [1], keypoints [23,3]."""

    seed: int
    fur: str
    pose: str
    prims: np.ndarray
    shading: np.ndarray
    keypoints: np.ndarray


class Builder:
    """Collects primitives in the body frame."""

    def __init__(self, coat):
        self.coat, self.prims = coat, []

    def cone(self, a, b, ra, rb, part, k=0.02, ca=None, cb=None, cv=None, fur=1.0, up=(0, 0, 1), hair=None,
             gloss=0.0, squash=None):
        """Adds a sphere swept from a to b with radii ra → rb. part: one of BODY … EYE; k: width of the smooth union.

        Colours: ca → cb in the direction `up`, cv in the opposite direction. hair: direction of the hair.
        squash: (direction, factor of the thickness in this direction)."""
        p = np.zeros(1, PRIM)
        ca = self.coat.back if ca is None else ca
        cb = ca if cb is None else cb
        cv = self.coat.belly if cv is None else cv
        hair = normal(np.asarray(a) - b if hair is None else hair)
        values = dict(a=a, b=b, ra=ra, rb=rb, part=part, k=k, ca=ca, cb=cb, cv=cv, fur=fur, up=up, gloss=gloss,
                      dir=hair, s=1.0)
        if squash is not None:
            values.update(sv=squash[0], s=squash[1])
        for name, value in values.items():
            p[name] = value
        self.prims.append(p)
        return p

    def skin(self, a, b, ra, rb, part, colour, colour_b=None, **more):
        """As `cone`, but of bare skin, which has the same colour in all directions."""
        colour_b = colour if colour_b is None else colour_b
        return self.cone(a, b, ra, rb, part, ca=colour, cb=colour_b, cv=colour, fur=more.pop("fur", 0.0), **more)


def torso(build, sk, rng):
    """Adds the body from rump to neck, as a chain of cones along a smooth curve."""
    at = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(sk.nodes[:7], axis=0), axis=1))])
    curve, width = CubicSpline(at, sk.nodes[:7]), PchipInterpolator(at, sk.radii)
    s = np.linspace(0, at[-1], 12)
    points, radii = curve(s), width(s)
    wide = rng.uniform(0.96, 1.1)
    for i in range(11):
        f, l, u = sk.frames[int(np.clip(np.searchsorted(at, s[i] + 1e-6) - 1, 0, 5))]
        build.cone(points[i], points[i + 1], radii[i], radii[i + 1], BODY, k=0.03, up=u, hair=-f, squash=(l, wide))
    sag = rng.uniform(0.01, 0.05)
    u = sk.frames[1][2]
    build.cone(sk.nodes[1] - u * sag, sk.nodes[3] - u * sag, sk.radii[1] * 0.9, sk.radii[3] * 0.86, BODY, k=0.05,
               up=u, hair=-sk.frames[1][0])


def head(build, sk):
    """Adds cranium, muzzle, cheeks, nose, eyes and ears. Returns the positions of eyes, ears and snout."""
    coat, g = build.coat, sk.head_scale
    f, l, u = sk.frames[6]
    h, tip = sk.nodes[6], sk.nodes[7]
    reach = np.linalg.norm(tip - h)
    at = lambda x, y, z: h + f * x * reach / 0.205 + l * y * g + u * z * g
    more = dict(up=u, hair=-f)
    pink = coat.skin * 0.9
    build.cone(at(-0.02, 0, 0.005), at(0.06, 0, 0.004), 0.096 * g, 0.084 * g, HEAD, k=0.03, **more)
    build.cone(at(0.06, 0, 0.0), at(0.14, 0, -0.012), 0.076 * g, 0.049 * g, HEAD, k=0.03, **more)
    muzzle = 0.45 * coat.back + 0.55 * pink
    build.cone(at(0.14, 0, -0.013), at(0.186, 0, -0.014), 0.047 * g, 0.028 * g, HEAD, k=0.02, cb=muzzle, **more)
    build.cone(at(0.0, 0, -0.045), at(0.14, 0, -0.04), 0.055 * g, 0.022 * g, HEAD, k=0.03, **more)
    positions = {}
    build.skin(at(0.199, 0.009, -0.007), at(0.199, -0.009, -0.007), 0.0135 * g, 0.0135 * g, NOSE, pink, k=0.012,
               gloss=0.25)
    for side, name in ((1, "left"), (-1, "right")):
        cheek = at(0.04, 0.036 * side, -0.022), at(0.11, 0.022 * side, -0.022)
        build.cone(*cheek, 0.062 * g, 0.038 * g, HEAD, k=0.035, **more)
        eye = at(0.096, 0.0615 * side, 0.032)
        build.skin(eye, eye, 0.0205 * g, 0.0205 * g, EYE, coat.eye, k=0.003, gloss=1.0)
        positions["eye_" + name] = eye
        positions["ear_" + name] = ear(build, sk, side, at, f, l, u)
    positions["snout"] = at(0.206, 0, -0.008)
    return positions


def ear(build, sk, side, at, f, l, u):
    """Adds an ear: a cup that is open to the front and outwards. Returns the centre of the ear."""
    e, coat = sk.ear, build.coat
    size = e["size"]
    stand = normal(u + side * l * e["out"] - f * e["back"])
    face = f + side * l * e["turn"] + 0.15 * u
    face = normal(face - stand * (face @ stand))
    root = at(-0.03, 0.066 * side, 0.062)
    centre = root + stand * size * 0.72
    radius = size / np.sin(e["cap"])
    p = build.cone(centre + face * radius * np.cos(e["cap"]), -face, radius, 0.0095, EAR, k=0.012, ca=coat.ear[0],
                   cb=coat.ear[0], cv=coat.ear[1], fur=0.25, up=-face, hair=-stand,
                   squash=(np.cross(face, stand), e["wide"]))
    p["type"], p["cap"] = 1, e["cap"]
    build.cone(at(-0.03, 0.05 * side, 0.045), root + stand * size * 0.1, 0.045, 0.026, HEAD, k=0.03,
               cb=0.6 * coat.back + 0.4 * coat.ear[0], up=u, hair=-f)
    return centre


def toes(build, joint, ahead, spread, length, radius):
    """Adds the four toes of a paw, in a fan."""
    side = normal(np.cross((0, 0, 1), ahead))
    for angle in (-1.0, -0.33, 0.33, 1.0):
        way = normal(ahead + side * angle * spread)
        start = joint + side * angle * radius * 1.6
        end = start + way * length + np.array([0, 0, -0.004])
        end[2] = max(end[2], radius)
        build.skin(start, end, radius, radius * 0.7, PAW, build.coat.skin, k=0.008)


def legs(build, sk):
    """Adds haunches, shanks, feet, shoulders, arms and paws. Returns the positions of paws and haunches."""
    coat, positions = build.coat, {}
    half = 0.5 * coat.back + 0.5 * coat.skin
    for side, name in ((1, "left"), (-1, "right")):
        leg, l = sk.legs["hind_" + name], sk.frames[1][1]
        hip, knee, heel, toe = (leg[j] for j in ("hip", "knee", "heel", "toe"))
        down = normal(knee - hip)
        bulk = sk.radii[1]
        build.cone(hip, knee, bulk * 0.68, bulk * 0.35, BODY, k=0.06, up=sk.frames[1][2] + side * l * 0.5,
                   hair=-sk.frames[1][0] + 0.6 * down, squash=(l, 0.85))
        build.cone(knee, heel, 0.044, 0.024, LEG, k=0.045, cb=half, up=side * l, hair=heel - knee)
        build.skin(heel, toe, 0.024, 0.021, PAW, half, coat.skin, k=0.02, squash=(np.array([0, 0, 1.0]), 0.75), fur=0.2)
        toes(build, toe, leg["ahead"], 0.45, 0.045, 0.0085)
        positions["paw_hind_" + name] = 0.25 * heel + 0.75 * toe
        positions["haunch_" + name] = 0.5 * (hip + knee) + side * l * bulk * 0.4
        arm, l = sk.legs["front_" + name], sk.frames[3][1]
        hip, knee, heel, toe = (arm[j] for j in ("hip", "knee", "heel", "toe"))
        build.cone(hip, knee, 0.07, 0.042, BODY, k=0.045, up=sk.frames[3][2] + side * l * 0.8,
                   hair=knee - hip - 0.3 * sk.frames[3][0])
        build.cone(knee, heel, 0.036, 0.020, LEG, k=0.025, cb=half, up=side * l, hair=heel - knee)
        build.skin(heel, toe, 0.018, 0.017, PAW, half, coat.skin, k=0.015, fur=0.2)
        toes(build, toe, arm["ahead"], 0.5, 0.03, 0.0075)
        positions["paw_front_" + name] = toe
    return positions


def tail(build, sk):
    """Adds the tail, as twelve tapering capsules. Returns the keypoints tail_0…4."""
    coat, n = build.coat, len(sk.tail)
    for i in range(n - 1):
        s, e = i / (n - 1), (i + 1) / (n - 1)
        colour = lambda x: coat.tail[0] * (1 - x) + coat.tail[1] * x
        first = 0.6 * coat.back + 0.4 * coat.tail[0] if i == 0 else colour(s)
        width, k = (1.3, 0.035) if i == 0 else (1, 0.006)
        build.skin(sk.tail[i], sk.tail[i + 1], sk.tail_radii[i] * width, sk.tail_radii[i + 1], TAIL, first, colour(e),
                   k=k, fur=0.12)
    return {f"tail_{j}": sk.tail[3 * j] for j in range(5)}


def sample_mouse(seed, pose=None, fur=None):
    """Makes the mouse of a seed. pose: one of POSES. fur: one of FURS. None: random."""
    rng = np.random.default_rng(seed)
    sk, coat = skeleton(rng, pose), random_coat(rng, fur)
    build = Builder(coat)
    torso(build, sk, rng)
    positions = {f"spine_{i}": sk.nodes[i] for i in range(5)} | {"neck": sk.nodes[5], "head": sk.nodes[6]}
    positions |= legs(build, sk) | head(build, sk) | tail(build, sk)
    prims = np.concatenate(build.prims)
    points = np.array([positions[name] for name in KEYPOINTS])
    # The centre of the body is moved near to the origin (a little towards the tail). The yaw is random, the length is
    # about 1. Position and size are not random: photos are centred by the mouse's outline and do not show them.
    body, whole = sk.nodes, np.concatenate([sk.nodes, sk.tail])
    middle = 0.85 * (body.min(0) + body.max(0)) / 2 + 0.15 * (whole.min(0) + whole.max(0)) / 2
    turn = rotation_z(rng.uniform(0, 360))
    to_world = lambda p: (p - middle) @ turn.T
    is_ear = prims["type"] > 0.5
    axis = prims["b"][is_ear] @ turn.T
    prims["a"], prims["b"] = to_world(prims["a"]), to_world(prims["b"])
    prims["b"][is_ear] = axis
    for name in ("sv", "up", "dir"):
        prims[name] = prims[name] @ turn.T
    return Mouse(seed, coat.kind, sk.pose, prims, lighting(rng, coat), to_world(points).astype(np.float32))
