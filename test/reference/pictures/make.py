"""Makes scene.png and expected.json, what Pillow makes of it.

    pip install pillow==13.0.0 && python make.py

The scene has another colour at every side and no symmetry: swapped channels, mirrored axes or another filter show.
"""

import json
from math import exp
from pathlib import Path

from PIL import Image, ImageOps

here = Path(__file__).parent
width, height = 40, 30
scene = Image.new("RGB", (width, height))
for y in range(height):
    for x in range(width):
        red = 255 * x // (width - 1)
        green = 255 * y * y // (height - 1) ** 2
        blue = round(30 + 200 * exp(-((x - 12) ** 2 + (y - 20) ** 2) / 72))
        scene.putpixel((x, y), (red, green, blue))
scene.save(here / "scene.png")

filters = {
    "nearest": Image.Resampling.NEAREST,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}


def pixels(image):
    return list(image.tobytes())


expected = {"shrunk": {}, "enlarged": {}, "fitted": {}}
for name, resample in filters.items():
    expected["shrunk"][name] = pixels(scene.resize((8, 6), resample))
    expected["enlarged"][name] = pixels(scene.resize((80, 60), resample).crop((30, 30, 38, 36)))
# The whole height, and as much of the width from the middle.
expected["fitted"]["crop"] = pixels(scene.resize((12, 12), Image.Resampling.BILINEAR, box=(5, 0, 35, 30)))
expected["fitted"]["pad"] = pixels(ImageOps.pad(scene, (12, 11), Image.Resampling.BILINEAR, color="black"))
expected["grey"] = pixels(scene.convert("L"))
(here / "expected.json").write_text(json.dumps(expected, separators=(",", ":")) + "\n")
