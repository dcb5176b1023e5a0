"""The small subset of YAML that the plan needs, written so that YAML 1.1 and 1.2 read the same."""

import re
import textwrap

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ()&/<>.+-]*[A-Za-z0-9)+.]")
_WORDS = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}


def text(value: str) -> str:
    """Plain where that is safe, else in double quotes: "No" is a boolean to some readers, "0" a number to all."""
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def wrapped(opening: str, values: list[str], closing: str, indent: str, columns: int = 118) -> str:
    """`opening` + the values with commas + `closing`, on one line if it fits, else wrapped under `indent`."""
    # Spaces inside a value must not break, so they are hidden from the wrapper.
    joined = ", ".join(text(value).replace(" ", "\0") for value in values)
    if len(opening + joined + closing) <= columns:
        return (opening + joined + closing).replace("\0", " ")
    # The closing stays on the last line: YAML 1.2 wants every line of a flow further in than the key it belongs to.
    last = closing.replace(" ", "\0")
    lines = textwrap.wrap(joined + last, columns - len(indent) - 2, break_long_words=False, break_on_hyphens=False)
    return "\n".join([opening, *(indent + "  " + line for line in lines)]).replace("\0", " ")
