"""Reads drawings and writes pictures, always through the same lossy codec.

Training pictures go through WebP as the evaluation pictures do: a lossy codec on one side alone was seen to flip about
4 % of the predictions, more than quantization to 8 bits does.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from .augment import Pixels, apply, augmentation
from .catalogue import SKIN_TONES, Drawing

_QUALITY = 90


def load_tones(work: Path, drawing: Drawing) -> dict[str, Image.Image]:
    """The drawing in each of the five skin tones, as rasterised."""
    folder = work / "drawings" / drawing.style / drawing.name
    return {tone: Image.open(folder / f"{tone}.png").convert("RGBA") for tone in SKIN_TONES}


def twins(
    tones: dict[str, Image.Image], drawing: Drawing, part: str, seed: int, repeat: int
) -> Iterator[tuple[str, bytes]]:
    """The five skin tones of one drawing under one augmentation, as skin tone and WebP file."""
    shared = augmentation(seed, f"{part}/{drawing.key}/{repeat}")
    for tone, picture in tones.items():
        yield tone, encode(apply(shared, picture))


def encode(pixels: Pixels) -> bytes:
    """The picture as a lossy WebP file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "WEBP", quality=_QUALITY, method=4)
    return file.getvalue()
