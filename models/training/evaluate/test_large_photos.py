import numpy as np
from PIL import Image

from evaluate.large_photos import SIZE, write


def test_alpha_is_the_true_mask_and_the_background_is_complete(tmp_path):
    for seed, above in ((8_800_000, True), (8_800_001, False)):
        write(tmp_path, above, seed)
        picture = Image.open(tmp_path / f"{seed}.png")
        rgba = np.asarray(picture)
        assert picture.mode == "RGBA" and picture.size in (SIZE, SIZE[::-1]) and (above or picture.size == SIZE)
        fraction = (rgba[..., 3] > 127).mean()
        assert 0.002 < fraction < 0.5
        background = rgba[rgba[..., 3] == 0][:, :3]
        assert background.std() > 2                 # the background has more than one colour
        again = tmp_path / "again"
        again.mkdir(exist_ok=True)
        write(again, above, seed)
        assert np.array_equal(np.asarray(Image.open(again / f"{seed}.png")), rgba)
