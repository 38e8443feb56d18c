"""Values for random formatting cases: how they travel to JavaScript, and how they print there.

What prints as JavaScript prints it (true, null, 1e-5) is handed to Python as an object whose str() is JavaScript's
text, and so is compared like everything else.
"""

import math
import string
import struct

# ---- values: Python's, each with its text in JavaScript


def js_number(x):
    """String(x) of a number."""
    if x != x:
        return "NaN"
    if x in (math.inf, -math.inf):
        return "Infinity" if x > 0 else "-Infinity"
    if x == 0:
        return "0"
    sign = "-" if x < 0 else ""
    mantissa, _, exponent = repr(float(abs(x))).partition("e")
    whole, _, fraction = mantissa.partition(".")
    point = len(whole) + int(exponent or 0)
    digits = whole + fraction
    point -= len(digits) - len(digits.lstrip("0"))
    digits = digits.strip("0")
    if 0 < point <= 21:
        if len(digits) <= point:
            return sign + digits.ljust(point, "0")
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = point - 1
    rest = "." + digits[1:] if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{rest}e{'+' if power > 0 else '-'}{abs(power)}"


def show(value):
    """What stands for a value inside an object's text."""
    return repr(value) if isinstance(value, str) else value.__repr__()


def text_of(value):
    if isinstance(value, list):
        inner, brackets = [show(item) for item in value], "[]"
    else:
        inner = [
            f"{key if key.isidentifier() and key.isascii() else repr(key)}: {show(item)}" for key, item in value.own()
        ]
        brackets = "{}"
    return brackets[0] + (" " + ", ".join(inner) + " " if inner else "") + brackets[1]


class Float(float):
    __str__ = js_number

    def __repr__(self):
        return js_number(self)


class Whole(int):
    """A number that is integral is an int, but prints as the number it is."""

    def __str__(self):
        return js_number(self)

    __repr__ = __str__


class NegativeZero(float):
    """An int to what asks for one, a float to what asks for that."""

    def __index__(self):
        return 0

    def __str__(self):
        return "0"

    def __repr__(self):
        return "-0"

    def __format__(self, spec):
        if not spec:
            return "0"
        return float.__format__(self, spec) if spec[-1] in "eEfFgG%" else int.__format__(0, spec)


class Bool(int):
    def __str__(self):
        return "true" if self else "false"

    __repr__ = __str__


class Nothing:
    def __init__(self, text):
        self.text = text

    def __str__(self):
        return self.text

    __repr__ = __str__


class List(list):
    __str__ = text_of
    __repr__ = text_of


class Object(dict):
    """A mapping whose keys are its only attributes."""

    def own(self):
        return dict.items(self)

    def __str__(self):
        return text_of(self)

    __repr__ = __str__

    def __getattribute__(self, name):
        if name == "own" or name.startswith("__"):
            return dict.__getattribute__(self, name)
        if dict.__contains__(self, name):
            return self[name]
        raise AttributeError(f"'dict' object has no attribute '{name}'")


for one, name in (
    (Float, "float"),
    (Whole, "int"),
    (NegativeZero, "int"),
    (Bool, "bool"),
    (Nothing, "NoneType"),
    (List, "list"),
    (Object, "dict"),
):
    one.__name__ = one.__qualname__ = name


def encode(value):
    """The value as JSON carries it to JavaScript."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, Nothing):
        return None if value.text == "null" else {"undefined": True}
    if isinstance(value, Bool):
        return bool(value)
    if isinstance(value, NegativeZero):
        return {"number": "-0"}
    if isinstance(value, (Whole, Float)):
        return float(value) if math.isfinite(value) else {"number": js_number(value)}
    if isinstance(value, int):
        return value if abs(value) < 2**53 else {"int": hex(value)}
    if isinstance(value, float):
        return value
    if isinstance(value, Object):
        return {"object": [[key, encode(item)] for key, item in value.own()]}
    if isinstance(value, dict):
        return {"object": [[key, encode(item)] for key, item in value.items()]}
    return [encode(item) for item in value]


def answer(call):
    """A text, or the class and text of the error."""
    try:
        return call()
    except Exception as error:
        return [type(error).__name__, str(error)]


# ---- random values

ODD = [
    "\n", "\r", "\t", "\0", "\x1b", "\x7f", "\x85", "\xa0", "\xad", "\x0b", "\x1c",
    "\u2028", "\u200b", "\u3000", "\ufeff", "é", "ß", "µ", "ſ", "K", "Ω", "中", "ا",
    "e\u0301", "٣", "５", "\ue000", "\ufffe", "\ud800", "\udfff",
    "\U0001f600", "\U0001d4b3", "\U0001f1eb\U0001f1f7", "\U000e0001", "\U0010ffff", "\U0001d7d9",
]  # fmt: skip
PLAIN = string.ascii_letters + string.digits + "   .,;:-_/'\"\\<>=+#!?&|~@*"


def joined(text):
    """The text with its surrogates paired, as JavaScript cannot but have them."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def any_text(r, most=8):
    out = [r.choice(ODD) if r.random() < 0.15 else r.choice(PLAIN) for _ in range(r.randrange(most + 1))]
    return joined("".join(out))


def number(r, x):
    """The value that JavaScript's number x is."""
    if x == 0:
        return NegativeZero(-0.0) if math.copysign(1, x) < 0 else 0
    if math.isfinite(x) and x == int(x):
        return int(x) if abs(x) < 2**53 else Whole(x)
    return Float(x)


def any_float(r):
    way = r.randrange(12)
    if way == 0:
        return number(
            r, r.choice([math.nan, math.inf, -math.inf, -0.0, 0.0, 5e-324, 1.7976931348623157e308, 1e16, 1e21, 1e22])
        )
    if way == 1:
        x = struct.unpack("<d", r.getrandbits(64).to_bytes(8, "little"))[0]
    elif way == 2:
        # Ties: an odd number over a power of two.
        x = (2 * r.randrange(5000) + 1) / 2 ** r.randrange(1, 12)
    elif way == 3:
        x = round(r.uniform(0, 1000), r.randrange(6))
    elif way == 4:
        x = float(f"{r.randrange(1, 100)}e{r.randrange(-30, 30)}")
    elif way == 5:
        # Just beside a power of ten.
        x = 10.0 ** r.randrange(-20, 25)
        x = math.nextafter(x, r.choice([0, math.inf]))
    elif way == 6:
        x = r.randrange(10**6) / 1000 + 0.0005
    elif way == 7:
        x = float(r.randrange(2**53, 2**70))
    elif way == 8:
        x = float("9" * r.randrange(1, 17) + "." + r.choice(["5", "49", "95", "9", "4999999"]))
    else:
        x = r.uniform(-1, 1) * 10 ** r.randrange(-8, 12)
    return number(r, -x if r.random() < 0.3 else x)


def any_int(r):
    way = r.randrange(20) if r.random() < 0.995 else 20
    if way < 9:
        return r.randrange(-20, 300)
    if way < 13:
        return r.randrange(-(10**9), 10**9)
    if way < 15:
        return r.choice([2**53 - 1, 2**53, 2**53 + 1, -(2**53), 2**63, 2**64 - 1, 10**15, -(10**18)])
    if way < 19:
        return r.randrange(-(10 ** r.randrange(1, 40)), 10 ** r.randrange(1, 40))
    if way == 19:
        return r.choice([10**308, 2**1024, -(2**1024), 10**40 + 7])
    return r.choice([10**400 + 7, 10**4299, 10**4300, 16**4000])


def any_value(r, depth=2):
    way = r.randrange(17)
    if way < 5:
        return any_text(r)
    if way < 8:
        return any_int(r)
    if way < 11:
        return any_float(r)
    if way == 11:
        return Bool(r.randrange(2))
    if way == 12:
        return Nothing(r.choice(["null", "undefined"]))
    if way == 13:
        return r.choice(ODD[18:] + list(PLAIN))
    if depth and way == 14:
        return List(smaller(any_value(r, depth - 1)) for _ in range(r.randrange(3)))
    if depth and way > 14:
        return any_mapping(r, depth - 1)
    return any_int(r)


KEYS = ["a", "b", "name", "x", "a(b)c", "", "a b", "é", "_k", "b.c", "\U0001f600", "A", "x1"]


def smaller(value):
    """What an object shows whole."""
    return 0 if isinstance(value, int) and abs(value) > 10**309 else value


def any_mapping(r, depth=1):
    return Object((r.choice(KEYS), smaller(any_value(r, depth))) for _ in range(r.randrange(5)))
