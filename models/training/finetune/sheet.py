"""A sheet of pictures: the truth, the prediction, the masks, and the error."""
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

LARGEST = 0.3                       # mean difference that has the brightest colour; also the grey off the mask
# Every 16th part of matplotlib's colour map inferno (CC0), as in src/core/metrics/error-picture.ts.
HEAT = np.array([(0, 0, 4), (11, 7, 36), (33, 12, 74), (61, 9, 101), (87, 16, 110), (113, 25, 110), (138, 34, 106),
                 (163, 44, 97), (188, 55, 84), (210, 70, 68), (228, 90, 49), (241, 115, 29), (249, 142, 9),
                 (252, 172, 17), (249, 203, 53), (242, 234, 105), (252, 255, 164)], float)
COLUMNS = ("truth", "prediction", "mask", "error")
TITLE, GAP, SMALLEST = 14, 2, 128   # height of a line of text, gap, and least side of a picture on the sheet, pixels


def heat(error) -> np.ndarray:
    """Colours [...,3] of 0..255 for errors, from black (0) to light yellow (LARGEST and more)."""
    at = np.clip(error / LARGEST, 0, 1) * (len(HEAT) - 1)
    low = np.minimum(at.astype(int), len(HEAT) - 2)
    return HEAT[low] + (at - low)[..., None] * (HEAT[low + 1] - HEAT[low])


def outlines(rgb, mouse, covered) -> np.ndarray:
    """rgb [S,S,3] of 0..1 -> the picture in pale, red where the prediction covers too much, blue where it lacks
    something."""
    pale = 0.5 + 0.5 * rgb
    pale[covered & ~mouse] = (0.84, 0.15, 0.16)
    pale[mouse & ~covered] = (0.12, 0.35, 0.75)
    return pale


def row_of(picture) -> list[np.ndarray]:
    """The four pictures u8 [S,S,3] of a `reconstructor.Picture`."""
    true, drawn = picture.true.numpy(), picture.drawn.numpy()
    mouse = true[..., 3] > 0.5
    error = heat(np.abs(drawn.clip(0, 1) - true[..., :3]).mean(-1))
    error[~mouse] = 255 * LARGEST
    masks = outlines(true[..., :3], mouse, picture.cover.numpy() > 0.5)
    return [np.clip(x + 0.5, 0, 255).astype(np.uint8)
            for x in (255 * true[..., :3], 255 * drawn, 255 * masks, error)]


def chosen(pictures: list, count: int) -> list:
    """At most `count` pictures that show a mouse: first an input and a new view of each sample, then the next ones."""
    groups = {}
    for p in pictures:
        if (p.true[..., 3] > 0.5).any():
            groups.setdefault((p.sample, p.given), []).append(p)
    longest = max(map(len, groups.values()), default=0)
    return [group[n] for n in range(longest) for group in groups.values() if n < len(group)][:count]


def write_sheet(pictures: list, path: Path, count: int, title: str) -> None:
    """Writes a PNG with the title, and one row for each of `count` pictures (`reconstructor.Picture`).

    title: one line for each part between ` | `."""
    rows = chosen(pictures, count)
    if not rows:
        return
    size = rows[0].true.shape[0]
    side, lines = size * -(-SMALLEST // size), title.split(" | ")
    top = TITLE * (len(lines) + 1)
    sheet = Image.new("RGB", (len(COLUMNS) * (side + GAP), top + len(rows) * (side + TITLE + GAP)), "white")
    write = ImageDraw.Draw(sheet)
    for n, line in enumerate(lines):
        write.text((2, n * TITLE), line, "black")
    for c, name in enumerate(COLUMNS):
        write.text((2 + c * (side + GAP), top - TITLE), name, "black")
    for r, picture in enumerate(rows):
        y = top + r * (side + TITLE + GAP)
        write.text((2, y), f"{picture.sample}, {'input' if picture.given else 'new view'}", "black")
        for c, one in enumerate(row_of(picture)):
            large = Image.fromarray(one).resize((side, side), Image.Resampling.NEAREST)
            sheet.paste(large, (c * (side + GAP), y + TITLE))
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)
