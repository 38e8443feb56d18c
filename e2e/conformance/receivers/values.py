"""Random values that plain pickles hold, and how they are compared with JavaScript's."""

import math
import random
import struct

TEXTS = ["", "a", "ü€😀", "two\nlines\r\n", "\x00\x1b[31m", "\ud800", "x\udfff\ud800y", "\ufeff", "%s %d", "한\udc00"]
WHOLE = [0, 1, -1, 255, 256, 65535, 65536, 2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**53 - 1, 2**53, 2**53 + 1, -(2**53) - 1, 2**64, 10**100]
FLOATS = [0.0, -0.0, 1.0, -2.5, 1e300, 5e-324, 1e-5, math.pi, math.nan, math.inf, -math.inf]


def text(rng):
    if rng.random() < 0.5:
        return rng.choice(TEXTS)
    tops = [0x7F, 0xFF, 0xFFFF, 0x10FFFF]
    return "".join(chr(rng.randint(0, rng.choice(tops))) for _ in range(rng.randint(0, 12)))


def scalar(rng):
    kind = rng.randrange(5)
    if kind == 0:
        return rng.choice([None, True, False])
    if kind == 1:
        return rng.choice(WHOLE) if rng.random() < 0.5 else rng.randint(-(10 ** rng.randint(1, 40)), 10 ** rng.randint(1, 40))
    if kind == 2:
        return rng.choice(FLOATS) if rng.random() < 0.5 else struct.unpack(">d", rng.randbytes(8))[0]
    return text(rng)


def value(rng, depth=0):
    """A value, with some of its parts in several places."""
    if depth > 4 or rng.random() < 0.5:
        return scalar(rng)
    kind = rng.randrange(4)
    parts = [value(rng, depth + 1) for _ in range(rng.randint(0, 4))]
    if parts and rng.random() < 0.3:
        parts.append(parts[0])
    if kind == 0:
        return parts
    if kind == 1:
        return tuple(parts)
    if kind == 2:
        return {text(rng): part for part in parts}
    return {(scalar(rng), scalar(rng)) if rng.random() < 0.3 else key(rng): part for part in parts}


def key(rng):
    """No float: as a key, JavaScript does not tell -0.0 from 0.0, nor Python 1.0 from 1."""
    made = scalar(rng)
    return key(rng) if isinstance(made, float) else made


def number(x):
    if isinstance(x, int):
        return str(x)
    if x != x:
        return "nan"
    if x in (math.inf, -math.inf):
        return "inf" if x > 0 else "-inf"
    if x == int(x):
        return "-0" if x == 0 and math.copysign(1, x) < 0 else str(int(x))
    return struct.pack(">d", x).hex()


def describe(x):
    """The same JSON for a value in Python and in JavaScript, which has one kind of number and one of sequences."""
    if x is None or isinstance(x, bool):
        return x
    if isinstance(x, (int, float)):
        return ["number", number(x)]
    if isinstance(x, str):
        return ["text", x]
    if isinstance(x, (list, tuple)):
        return ["sequence", [describe(item) for item in x]]
    if all(isinstance(key, str) for key in x):
        units = lambda pair: pair[0].encode("utf-16-be", "surrogatepass")
        return ["dict", [[key, describe(item)] for key, item in sorted(x.items(), key=units)]]
    return ["map", [[describe(key), describe(item)] for key, item in x.items()]]
