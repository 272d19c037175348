"""Records pictures of small Gaussian clouds, for the tests of the rasterizers.

    python models/parity/record_raster.py

This is an independent implementation, written from the formulas of Kerbl et al. 2023, 3D Gaussian Splatting, and from
the rules in docs/rasterizer.md. It computes in float64, and tests every pixel against every Gaussian, with full inverse
covariances. Tiles are used only for the rule that decides in which tiles a Gaussian is drawn.
"""
import math

import torch

from recording import record, thin

TILE, NEAR, BLUR = 16, 0.2, 0.3
LEAST = 600                     # values of a picture that are kept


def rotations(q: torch.Tensor) -> torch.Tensor:
    """Matrices of quaternions w x y z of any length. A zero quaternion gives the identity."""
    w, x, y, z = torch.nn.functional.normalize(q, dim=1).unbind(1)
    rows = [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
            2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
            2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)]
    return torch.stack(rows, 1).reshape(-1, 3, 3)


def project(cloud: dict, w2c: torch.Tensor, camera: list[float]):
    """Centres in camera space, centres in the image (pixels), 2×2 covariances."""
    width, height, fx, fy, cx, cy = camera
    turn, shift = w2c[:3, :3], w2c[:3, 3]
    p = cloud["xyz"] @ turn.T + shift
    z = p[:, 2]
    uv = torch.stack([fx * p[:, 0] / z + cx, fy * p[:, 1] / z + cy], 1) - 0.5
    scaled = rotations(cloud["rotation"]) @ torch.diag_embed(cloud["log_scale"].exp())
    world = scaled @ scaled.transpose(1, 2)
    limit = torch.tensor([1.3 * width / (2 * fx), 1.3 * height / (2 * fy)], dtype=z.dtype)
    x, y = (torch.clamp(p[:, :2] / z[:, None], -limit, limit) * z[:, None]).unbind(1)
    zero = torch.zeros_like(z)
    jacobian = torch.stack([fx / z, zero, -fx * x / z**2, zero, fy / z, -fy * y / z**2], 1).reshape(-1, 2, 3)
    to_image = jacobian @ turn
    image = to_image @ world @ to_image.transpose(1, 2) + BLUR * torch.eye(2, dtype=z.dtype)
    return p, uv, image


def harmonics(degree: int, direction: torch.Tensor) -> torch.Tensor:
    """Real spherical harmonics of degrees 1…degree with the Condon-Shortley phase, from their definition.

    The orders are m = −l…l. Associated Legendre functions are computed by recurrence, and sin^m θ·e^{imφ} as a power of
    x + iy."""
    x, y, z = direction.unbind(1)
    columns = []
    for l in range(1, degree + 1):
        for m in range(-l, l + 1):
            a = abs(m)
            # P_l^a(z) / sin^a θ, upwards from P_a^a.
            before, legendre = torch.zeros_like(z), torch.full_like(z, math.prod(range(1, 2 * a, 2)))
            for k in range(a + 1, l + 1):
                before, legendre = legendre, ((2 * k - 1) * z * legendre - (k + a - 1) * before) / (k - a)
            size = math.sqrt((2 * l + 1) / (4 * math.pi) * math.factorial(l - a) / math.factorial(l + a))
            turn = torch.complex(x, y) ** a
            wave = 1 if m == 0 else (-1) ** a * math.sqrt(2) * (turn.real if m > 0 else turn.imag)
            columns.append(size * legendre * wave)
    return torch.stack(columns, 1)


def colours(cloud: dict, w2c: torch.Tensor) -> torch.Tensor:
    colour = 0.28209479177387814 * cloud["sh_dc"] + 0.5
    if "sh_rest" in cloud:
        eye = torch.linalg.inv(w2c)[:3, 3]
        direction = torch.nn.functional.normalize(cloud["xyz"] - eye, dim=1)
        degree = math.isqrt(cloud["sh_rest"].shape[2] + 1) - 1
        colour = colour + torch.einsum("nck,nk->nc", cloud["sh_rest"], harmonics(degree, direction))
    return colour.clamp(min=0)


def render(cloud: dict, w2c: torch.Tensor, camera: list[float]) -> tuple[torch.Tensor, torch.Tensor]:
    """Draws a cloud. Returns RGBA over white, with the coverage in A, and the depth Σ z·α·T."""
    width, height = int(camera[0]), int(camera[1])
    p, uv, cov = project(cloud, w2c, camera)
    opacity = torch.sigmoid(cloud["opacity_logit"])
    colour = colours(cloud, w2c)
    inverse = torch.linalg.inv(cov)
    middle = (cov[:, 0, 0] + cov[:, 1, 1]) / 2
    longest = middle + (middle**2 - torch.linalg.det(cov)).clamp(min=0.1).sqrt()
    radius = (3 * longest.sqrt()).ceil()
    grid = torch.tensor([-(-width // TILE), -(-height // TILE)])
    first = ((uv - radius[:, None]) / TILE).trunc().long()
    end = ((uv + radius[:, None] + TILE - 1) / TILE).trunc().long()
    first, end = (torch.minimum(t.clamp(min=0), grid) for t in (first, end))
    order = [i for i in torch.argsort(p[:, 2].float(), stable=True).tolist() if p[i, 2] > NEAR]

    rgba = torch.zeros(height, width, 4, dtype=torch.float64)
    depth = torch.zeros(height, width, dtype=torch.float64)
    for row in range(height):
        for column in range(width):
            tile = torch.tensor([column // TILE, row // TILE])
            d = torch.tensor([column, row], dtype=torch.float64) - uv
            power = -0.5 * torch.einsum("ni,nij,nj->n", d, inverse, d)
            alpha = (opacity * power.exp()).clamp(max=0.99)
            here = ((first <= tile) & (tile < end)).all(1) & (alpha >= 1 / 255) & (power <= 0)
            transmittance = 1.0
            for i in order:
                if not here[i]:
                    continue
                rest = transmittance * (1 - alpha[i].item())
                if rest < 1e-4:
                    break
                weight = transmittance * alpha[i].item()
                rgba[row, column, :3] += weight * colour[i]
                depth[row, column] += weight * p[i, 2]
                transmittance = rest
            rgba[row, column, :3] += transmittance
            rgba[row, column, 3] = 1 - transmittance
    return rgba, depth


def cloud_of(count: int, size: float, logit: float, flat: float = 1.0) -> dict:
    return {"xyz": torch.rand(count, 3) * 1.6 - 0.8, "sh_dc": torch.randn(count, 3) * 1.5,
            "opacity_logit": torch.randn(count) * 2 + logit,
            "log_scale": (size * torch.rand(count, 3) * torch.tensor([1, 1, flat]) + 1e-4).log(),
            "rotation": torch.randn(count, 4)}


def look_at(eye: list[float]) -> torch.Tensor:
    """w2c [4,4] of a camera that is aimed at the origin, world Z up."""
    eye = torch.tensor(eye, dtype=torch.float64)
    z = -eye / eye.norm()
    x = torch.linalg.cross(z, torch.tensor([0, 0, 1], dtype=torch.float64))
    x = x / x.norm()
    turn = torch.stack([x, torch.linalg.cross(z, x), z])
    matrix = torch.eye(4, dtype=torch.float64)
    matrix[:3, :3], matrix[:3, 3] = turn, -turn @ eye
    return matrix


def main() -> None:
    torch.manual_seed(4)
    crowded = cloud_of(220, 0.12, 2.0)
    crowded["rotation"][::7] = 0
    near = cloud_of(80, 0.2, 0.0)
    near["xyz"] *= 2
    scenes = {
        "plain": (cloud_of(60, 0.1, 0.0), look_at([0.3, -2.6, 0.6]), [48, 48, 51.5, 51.5, 24, 24]),
        "crowded": (crowded, look_at([-2, 1.5, -1.2]), [41, 35, 60, 44, 15.5, 22.25]),
        "needles": (cloud_of(70, 0.6, 1.0, 0.001), look_at([1, 2.4, 0.2]), [36, 52, 40, 40, 18, 26]),
        "near": (near, look_at([0.5, -0.6, 0.3]), [40, 40, 30, 30, 20, 20]),
    }
    eyes = [[0.4, -2.2, 0.9], [-1.8, -1.1, -0.7], [1.4, 1.6, 1.2]]
    for degree, eye in enumerate(eyes, 1):
        coloured = cloud_of(50, 0.15, 1.0)
        coloured["sh_rest"] = torch.randn(50, 3, (degree + 1) ** 2 - 1) * 0.4
        # These pictures are not square, with fx ≠ fy and the principal point off centre (in one, outside the picture).
        scenes[f"sh{degree}"] = (coloured, look_at(eye), [26, 19, 31 + 5 * degree, 24, 13 - 7.5 * degree, 12.25])
    io = {}
    for name, (cloud, w2c, camera) in scenes.items():
        double = {k: v.double() for k, v in cloud.items()}
        rgba, depth = render(double, w2c, camera)
        parts = cloud | {"camera": torch.tensor(camera), "rgba": thin(rgba, least=LEAST), "depth": thin(depth, least=LEAST)}
        io |= {f"{name}.{k}": v for k, v in parts.items()}
        # The tests read float32. A second matrix contains the rest, so that the sum of both matrices is exact.
        high = w2c.float()
        io |= {f"{name}.w2c": high, f"{name}.w2c_low": (w2c - high.double()).float()}
        print(name, f"coverage {rgba[..., 3].mean():.2f}")
    record("raster", {}, io)


if __name__ == "__main__":
    main()
