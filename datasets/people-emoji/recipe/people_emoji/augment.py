"""Distorts a drawing, the same way for each of its five skin tones.

Everything random is drawn from the augmentation's key before any pixel is looked at. So the five tones of one key (the
"twins") get the same background, place, turn, light, blur, cover and noise, and differ in nothing but the drawing.
"""

import hashlib
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

SIDE = 64
"""Pixels a side of a finished picture."""

_CANVAS = 2 * SIDE
"""Pictures are composed at twice the size and then averaged down, so that turned edges stay smooth."""

Pixels = NDArray[np.uint8]
Plane = NDArray[np.float32]


@dataclass(frozen=True)
class Augmentation:
    """All that happens to a drawing on its way to a picture. Colours run from 0 to 1, lengths are in canvas pixels."""

    background: Plane
    turn: float
    scale: float
    shift: tuple[float, float]
    gain: Plane
    """Light as a factor for each pixel and channel: brightness, tint and a slope across the picture."""
    gamma: float
    cover: tuple[int, int, int, int] | None
    """Left, top, right, bottom of the box that hides a part, or none."""
    cover_colour: Plane
    blur: float
    noise: Plane


def augmentation(seed: int, key: str) -> Augmentation:
    """The augmentation of this key. `key` says which part (training or evaluation), which drawing and which repeat."""
    digest = hashlib.sha256(f"{seed}/{key}".encode()).digest()
    random = np.random.default_rng(np.frombuffer(digest, dtype=np.uint32))
    return Augmentation(
        background=_background(random),
        turn=random.uniform(-25, 25),
        scale=random.uniform(0.66, 0.95),
        shift=(random.uniform(-0.12, 0.12) * _CANVAS, random.uniform(-0.12, 0.12) * _CANVAS),
        gain=_gain(random),
        gamma=math.exp(random.uniform(-0.35, 0.35)),
        cover=_cover(random),
        cover_colour=random.uniform(0, 1, 3).astype(np.float32),
        blur=random.uniform(0, 1.2),
        noise=random.normal(0, random.uniform(0, 0.05), (SIDE, SIDE, 3)).astype(np.float32),
    )


def apply(augmentation: Augmentation, drawing: Image.Image) -> Pixels:
    """The picture of a drawing (RGBA, square) under an augmentation: 64 x 64 x 3, RGB."""
    placed = np.asarray(_place(augmentation, drawing), dtype=np.float32) / 255
    alpha = placed[..., 3:]
    canvas = placed[..., :3] * alpha + augmentation.background * (1 - alpha)
    if augmentation.cover is not None:
        left, top, right, bottom = augmentation.cover
        canvas[top:bottom, left:right] = augmentation.cover_colour
    small = canvas.reshape(SIDE, 2, SIDE, 2, 3).mean(axis=(1, 3))
    lit = np.clip(small * augmentation.gain, 0, 1) ** augmentation.gamma
    blurred = Image.fromarray(_to_bytes(lit)).filter(ImageFilter.GaussianBlur(augmentation.blur))
    return _to_bytes(np.asarray(blurred, dtype=np.float32) / 255 + augmentation.noise)


def _place(augmentation: Augmentation, drawing: Image.Image) -> Image.Image:
    """The drawing turned, scaled and shifted on an empty canvas."""
    # Pillow wants the way back: from a pixel of the canvas to one of the drawing.
    zoom = drawing.width / (_CANVAS * augmentation.scale)
    angle = math.radians(augmentation.turn)
    cos, sin = zoom * math.cos(angle), zoom * math.sin(angle)
    x, y = _CANVAS / 2 + augmentation.shift[0], _CANVAS / 2 + augmentation.shift[1]
    middle = drawing.width / 2
    back = (cos, sin, middle - cos * x - sin * y, -sin, cos, middle + sin * x - cos * y)
    return drawing.transform((_CANVAS, _CANVAS), Image.Transform.AFFINE, back, Image.Resampling.BILINEAR)


def _background(random: np.random.Generator) -> Plane:
    """Flat, a gradient between two colours, or coarse noise between two colours."""
    kind = random.choice(["flat", "gradient", "noise"])
    first, second = random.uniform(0, 1, (2, 3)).astype(np.float32)
    match kind:
        case "gradient":
            mix = _slope(random, _CANVAS)
        case "noise":
            cells = int(random.integers(4, 17))
            coarse = Image.fromarray(random.uniform(0, 1, (cells, cells)).astype(np.float32))
            mix = np.asarray(coarse.resize((_CANVAS, _CANVAS), Image.Resampling.BILINEAR))[..., None]
        case _:
            mix = np.zeros((_CANVAS, _CANVAS, 1), np.float32)
    return first * (1 - mix) + second * mix


def _gain(random: np.random.Generator) -> Plane:
    brightness = math.exp(random.uniform(-0.5, 0.3))
    tint = np.exp(random.uniform(-0.12, 0.12, 3)).astype(np.float32)
    return brightness * tint * (1 + random.uniform(0, 0.5) * (_slope(random, SIDE) - 0.5))


def _slope(random: np.random.Generator, side: int) -> Plane:
    """A ramp from 0 to 1 across the picture in a random direction."""
    angle = random.uniform(0, 2 * math.pi)
    line = np.linspace(-1, 1, side, dtype=np.float32)
    ramp = math.cos(angle) * line[None, :] + math.sin(angle) * line[:, None]
    return ((ramp - ramp.min()) / (ramp.max() - ramp.min()))[..., None].astype(np.float32)


def _cover(random: np.random.Generator) -> tuple[int, int, int, int] | None:
    width, height = random.integers(14, 37, 2)
    left, top = random.integers(0, _CANVAS - width), random.integers(0, _CANVAS - height)
    return (int(left), int(top), int(left + width), int(top + height)) if random.uniform() < 0.4 else None


def _to_bytes(values: Plane) -> Pixels:
    return (np.clip(values, 0, 1) * 255 + 0.5).astype(np.uint8)
