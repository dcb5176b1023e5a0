"""Which drawings there are, read from `drawings.json`, the one list that this recipe's Node and Python parts share."""

import json
from dataclasses import dataclass
from pathlib import Path

_CATALOGUE = json.loads((Path(__file__).parent.parent / "drawings.json").read_text(encoding="utf-8"))

STYLES: list[str] = list(_CATALOGUE["styles"])
SKIN_TONES: list[str] = _CATALOGUE["skinTones"]
CLASSES: list[str] = _CATALOGUE["gestures"] + _CATALOGUE["roles"]
"""The class names in the order of the logits: twelve gestures, then twelve roles."""


@dataclass(frozen=True)
class Drawing:
    """One drawing in one style, in whatever skin tone."""

    style: str
    name: str
    class_name: str
    gender: str

    @property
    def key(self) -> str:
        """Names the drawing, and with it the augmentations: `noto/woman-cook`."""
        return f"{self.style}/{self.name}"

    @property
    def family(self) -> str:
        """Class and style. Pictures of one family are not independent of each other."""
        return f"{self.style}/{self.class_name}"

    @property
    def label(self) -> int:
        """The index of its class among the logits."""
        return CLASSES.index(self.class_name)


def all_drawings() -> list[Drawing]:
    """The 192 drawings (48 in each of four styles), sorted by class, then gender, then style."""
    drawings = [
        Drawing(style, gesture, gesture, _CATALOGUE["genderOfGestures"])
        for gesture in _CATALOGUE["gestures"]
        for style in STYLES
    ]
    for role in _CATALOGUE["roles"]:
        for gender in _CATALOGUE["genders"]:
            name = role if gender == "person" else f"{gender}-{role}"
            drawings += [Drawing(style, name, role, gender) for style in STYLES]
    return drawings
