"""Writes a training set: as many pictures on either side, spread over the skin tones evenly or skewed to the light.

Usage: python -m people_emoji.make_training --work WORK --side skewed
"""

import argparse
import io
import math
from pathlib import Path

import numpy as np
from PIL import Image

from .catalogue import SKIN_TONES, all_drawings
from .pictures import load_tones, twins

SIDES: dict[str, dict[str, float]] = {
    "skewed": dict(zip(SKIN_TONES, (1.9, 1.4, 0.9, 0.5, 0.3), strict=True)),
    "balanced": dict.fromkeys(SKIN_TONES, 1.0),
}
"""How often each skin tone is seen in training, relative to an even share."""


def main() -> None:
    """Parses the command line and writes one training set into the work folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--side", choices=SIDES, required=True)
    parser.add_argument("--repeats", type=int, default=15, help="pictures of each drawing and skin tone, on average")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    counts = write_training(options.work, options.side, options.repeats, options.seed)
    print(f"{options.side}: {sum(counts.values())} training pictures: {counts}")


def write_training(work: Path, side: str, repeats: int, seed: int) -> dict[str, int]:
    """Writes `training-SIDE.npz` (pictures as N x 64 x 64 x 3 bytes, labels) and returns the pictures of each tone."""
    pictures: list[np.ndarray] = []
    labels: list[int] = []
    counts = dict.fromkeys(SKIN_TONES, 0)
    for place, drawing in enumerate(all_drawings()):
        tones = load_tones(work, drawing)
        wanted = repeats_of_tones(side, repeats, place)
        for repeat in range(max(places.stop for places in wanted.values())):
            seen = {tone: tones[tone] for tone in SKIN_TONES if repeat in wanted[tone]}
            for tone, file in twins(seen, drawing, "training", seed, repeat):
                pictures.append(np.asarray(Image.open(io.BytesIO(file)).convert("RGB")))
                labels.append(drawing.label)
                counts[tone] += 1
    np.savez(work / f"training-{side}.npz", pictures=np.stack(pictures), labels=np.array(labels, dtype=np.int64))
    return counts


def repeats_of_tones(side: str, repeats: int, place: int) -> dict[str, range]:
    """Which distortions of a drawing each skin tone is seen under, as many different ones on either side.

    A side that gives each tone fewer than the other side's commonest tone slides from tone to tone over all of them.
    Were it to give every tone the same few, its model would know fewer distortions, and be worse for that alone.
    """
    counts = {name: [_share(repeats * ratios[tone], place) for tone in SKIN_TONES] for name, ratios in SIDES.items()}
    spare = max(max(each) for each in counts.values()) - max(counts[side])
    starts = [round(spare * step / (len(SKIN_TONES) - 1)) for step in range(len(SKIN_TONES))]
    windows = zip(SKIN_TONES, starts, counts[side], strict=True)
    return {tone: range(start, start + count) for tone, start, count in windows}


def _share(wanted: float, place: int) -> int:
    """A whole number of pictures for this drawing, such that they add up to `wanted` for each over all drawings."""
    return math.floor(wanted * (place + 1) + 1e-6) - math.floor(wanted * place + 1e-6)


if __name__ == "__main__":
    main()
