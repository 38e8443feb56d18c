"""Random formatting cases and what CPython makes of them.

`main({"kind", "seed", "count"})` gives a list of cases; each ends with the text, or with the class and text of
the error.
The same seed makes the same cases in every version of Python.
"""

import json
import logging
import random
import re
import string
import sys
import time
import unicodedata

from values import *

# ---- printf-style

CONVERSIONS = "diouxXeEfFgGcrsa"


def percent_conversion(r, keyed, kinds):
    """One conversion; what kind of argument it takes goes to `kinds`."""
    out = "%"
    if keyed:
        out += "(" + (r.choice(KEYS) if r.random() < 0.97 else any_text(r, 3)) + (")" if r.random() < 0.99 else "")
    out += "".join(r.choice("-+ #0") for _ in range(r.choice([0, 0, 0, 1, 1, 2, 3])))
    star = 0.04 if keyed else 0.12
    width = r.random()
    if width < star:
        out += "*"
        kinds.append("*")
    elif width < 0.5:
        out += str(r.randrange(1, 24))
    elif width < 0.503:
        out += r.choice(["99999999999999999999", "0" * 40 + "7", "700"])
    if r.random() < 0.45:
        out += "."
        precision = r.random()
        if precision < star:
            out += "*"
            kinds.append("*")
        elif precision < 0.9:
            out += str(r.randrange(0, 20))
        elif precision < 0.92:
            out += str(r.choice([50, 101, 120, 340, 1100, "99999999999999999999"]))
    if r.random() < 0.05:
        out += r.choice(["h", "l", "L", "ll", "hh"])
    odd = r.random()
    kind = r.choice(CONVERSIONS)
    if odd < 0.03:
        kind = r.choice(ODD + list(PLAIN) + ["%", ""])
    kinds.append(kind)
    return out + kind


def percent_value(r, kind):
    if kind == "*":
        value = r.randrange(-12, 24) if r.random() < 0.95 else r.choice([Bool(1), any_value(r)])
        return value if not isinstance(value, int) or abs(value) < 1000 else r.choice([2**70, -(2**70), 7])
    if not kind or r.random() < 0.08 or kind in "rsa":
        return any_value(r)
    if kind == "c":
        way = r.random()
        if way < 0.4:
            return joined(r.choice(ODD)) if r.random() < 0.5 else r.choice(PLAIN)
        code = r.choice([r.randrange(32, 127), r.randrange(0xD800), r.randrange(0xE000, 0x110000), 0x10FFFF])
        return code if way < 0.95 else r.choice([0x110000, -1, 2**31, -(2**63), 2**64])
    if kind in "oxX":
        return any_int(r)
    return any_float(r) if r.random() < 0.7 else any_int(r)


def percent_case(r):
    mode = r.random()
    keyed = mode < 0.25
    out, kinds = "", []
    for _ in range(r.choice([0, 1, 1, 1, 1, 2, 2, 3, 5])):
        out += any_text(r, 4).replace("%", "")
        if r.random() < 0.1:
            out += "%%"
        out += percent_conversion(r, keyed != (r.random() < 0.02), kinds)
    out += any_text(r, 4)
    if r.random() < 0.02:
        out += r.choice(["%", "%(", "%(a", "%-5", "%.", "%(a)", "%((a)s"])
    out = joined(out)
    if keyed and r.random() < 0.97:
        args = any_mapping(r)
        for kind in kinds:
            if r.random() < 0.8:
                args[r.choice(KEYS)] = percent_value(r, kind)
        for key in KEYS:
            if f"({key})" in out and key not in args and r.random() < 0.9:
                args[key] = percent_value(r, r.choice(kinds or ["s"]))
    elif not keyed and len(kinds) == 1 and r.random() < 0.2:
        args = percent_value(r, kinds[0])
        if isinstance(args, list):
            args = any_text(r)
    else:
        args = tuple(percent_value(r, kind) for kind in kinds)
        if r.random() < 0.04:
            args = args[:-1] if r.random() < 0.5 else args + (any_value(r),)
    if "*" not in out:
        return out, args
    # A format that is odd may give any of them to the star.
    if isinstance(args, tuple):
        return out, tuple(star_safe(value) for value in args)
    if isinstance(args, Object):
        return out, Object((key, star_safe(value)) for key, value in args.own())
    return out, star_safe(args)


def star_safe(value):
    """A value that a star may take: nobody wants a gigabyte of spaces, and only a real int is one to it."""
    if isinstance(value, NegativeZero):
        return 0
    return value % 1000 if isinstance(value, int) and 1000 <= abs(value) < 2**63 else value


def percent(r):
    text, args = percent_case(r)
    tuple_or_value = {"tuple": [encode(arg) for arg in args]} if isinstance(args, tuple) else encode(args)
    return [text, tuple_or_value, answer(lambda: text % args)]


# ---- str.format

ATTRIBUTES = ["a", "b", "x", "é", "_k", "0", "7", "A", "foo"]


def path(r):
    out = ""
    for _ in range(r.choice([0, 0, 0, 0, 1, 1, 2, 3])):
        way = r.random()
        if way < 0.45:
            out += "." + r.choice(ATTRIBUTES)
        elif way < 0.95:
            out += "[" + r.choice(ATTRIBUTES + ["0", "1", "2", "-1", "10", "a b", "!", ":", "}", "{", "٣", "01"]) + "]"
        else:
            out += r.choice([".", "[]", "[", "x", "]", "[0]x", "[99999999999999999999]", ".."])
    return out


def spec(r, kind, depth):
    if r.random() < 0.03:
        return any_text(r, 5)

    def nested(otherwise):
        if depth and r.random() < 0.06:
            return "{" + (r.choice(["", "w", "v"]) + (":{}" if r.random() < 0.03 else "")) + "}"
        return otherwise

    out = ""
    if r.random() < 0.35:
        out += (r.choice(PLAIN + "{}") if r.random() < 0.3 else r.choice(ODD) if r.random() < 0.1 else "") + r.choice(
            "<>=^"
        )
        out = out.replace("{", "(").replace("}", ")")
    odd = 0.02 if kind == "text" else 1
    if r.random() < 0.2 * odd:
        out += r.choice("+- ")
    if r.random() < (0.08 if kind == "float" else 0.005):
        out += "z"
    if r.random() < 0.15 * odd:
        out += "#"
    if r.random() < 0.15:
        out += "0"
    if r.random() < 0.5:
        out += nested(
            str(r.randrange(1, 26)) if r.random() < 0.985 else r.choice(["٢", "99999999999999999999", "300", "1５"])
        )
    if r.random() < 0.22 * odd:
        out += r.choice(",,,___") + (r.choice(",_") if r.random() < 0.04 else "")
    if r.random() < (0.4 if kind != "int" else 0.03):
        out += "." + nested(
            str(r.randrange(0, 18)) if r.random() < 0.96 else r.choice(["", "120", "340", "99999999999999999999"])
        )
        if r.random() < 0.15 * odd:
            out += r.choice([",", "_", ",", "_", ",", "_", ",_", "_,", "__"])
    types = {"int": "bcdoxXn", "float": "eEfFgGn%", "text": "s"}[kind]
    way = r.random()
    if way < 0.8:
        out += r.choice(types)
    elif way < 0.84:
        out += r.choice("bcdeEfFgGnosxX%")
    elif way < 0.85:
        out += r.choice(ODD + list("AZiru?"))
    return out


def value_for(r, kind):
    if r.random() < 0.1:
        return any_value(r)
    if kind == "int":
        return Bool(r.randrange(2)) if r.random() < 0.05 else any_int(r)
    if kind == "float":
        return any_float(r) if r.random() < 0.85 else any_int(r)
    return any_text(r)


def braces_case(r):
    out = ""
    args, kwargs = [], {}
    automatic = r.random() < 0.5
    for _ in range(r.choice([0, 1, 1, 1, 1, 2, 2, 3])):
        out += any_text(r, 4)
        if r.random() < 0.08:
            out += r.choice(["{{", "}}", "{{}}"])
        kind = r.choice(["int", "float", "text"])
        value = value_for(r, kind)
        way = r.random()
        steps = path(r) if r.random() < 0.5 else ""
        if steps:
            value = (
                any_value(r)
                if r.random() < 0.15
                else any_mapping(r, 2)
                if r.random() < 0.7
                else List([value, any_value(r)])
            )
        if way < 0.3:
            name = r.choice(["a", "b", "x1", "é", "a b", "-1", " 0", "0x", "A"])
            kwargs[name] = value
        elif automatic != (r.random() < 0.02):
            name = ""
            args.append(value)
        else:
            name = (
                str(len(args))
                if r.random() < 0.96
                else r.choice(["0" + str(len(args)), "٣", "99999999999999999999", "00", "7"])
            )
            args.append(value)
        conversion = (
            "!" + (r.choice("sra") if r.random() < 0.95 else r.choice(["x", "", "é", " ", "ss", "\U0001f600", "}"]))
            if r.random() < 0.15
            else ""
        )
        if conversion:
            kind = "text"
        tail = ":" + spec(r, kind, 1) if r.random() < 0.8 else ""
        out += "{" + name + steps + conversion + tail + "}"
        # What the nested fields take.
        if "{" in tail:
            args.extend([r.randrange(20), r.randrange(20)])
            kwargs["w"] = r.randrange(20)
            kwargs["v"] = r.randrange(20) if r.random() < 0.9 else any_text(r, 2)
    out += any_text(r, 4)
    if r.random() < 0.03:
        at = r.randrange(len(out) + 1)
        out = out[:at] + r.choice(["{", "}", "{!", "{:", "{a!", "{a:{", "{a!r", "{0[", "{a!rx}"]) + out[at:]
    if r.random() < 0.03 and args:
        args.pop()
    if re.search(r"\{[^}]*\{", out):
        # Any of them may come to be a width.
        args = [small(value) for value in args]
        kwargs = {key: small(value) for key, value in kwargs.items()}
    return joined(out), args, {joined(key): value for key, value in kwargs.items()}


def small(value):
    return 7 if isinstance(value, (int, float)) and abs(value) >= 1000 else value


def braces(r):
    text, args, kwargs = braces_case(r)
    return [text, [encode(arg) for arg in args], encode(kwargs), answer(lambda: text.format(*args, **kwargs))]


# ---- string.Template


def template_case(r):
    out = ""
    for _ in range(r.randrange(5)):
        out += any_text(r, 4)
        way = r.random()
        name = r.choice(["a", "b", "_k", "A", "x1", "name"])
        if way < 0.45:
            out += "$" + name
        elif way < 0.8:
            out += "${" + name + "}"
        elif way < 0.93:
            out += "$$"
        else:
            out += r.choice(
                ["$", "${", "${a", "$1", "${}", "${a b}", "$é", "$K", "${ſ}", "$ſ", "$aé", "${a$b}", "$-", "$ a"]
            )
    return joined(out + any_text(r, 3))


def template(r):
    text = template_case(r)
    names = Object(
        (key, any_value(r)) for key in ["a", "b", "_k", "A", "x1", "name"] if key in text and r.random() < 0.97
    )
    return [text, encode(names), answer(lambda: string.Template(text).substitute(dict(names.own())))]


# ---- repr and ascii


def character(r):
    way = r.random()
    if way < 0.3:
        return r.choice("'\"\\ abc\n")
    if way < 0.5:
        return r.choice(ODD)
    code = r.randrange(r.choice([0x100, 0x3000, 0x10000, 0x110000]))
    # What Unicode 3.2 knew: JavaScript engines and versions of Python differ in the newest characters.
    known = 0xD800 <= code < 0xE000 or unicodedata.ucd_3_2_0.category(chr(code)) != "Cn"
    return chr(code) if known else "x"


def quoted(r):
    text = joined("".join(character(r) for _ in range(r.randrange(14))))
    return [text, [repr(text), ascii(text)]]


# ---- logging.Formatter

FIELDS = [
    "name",
    "levelno",
    "levelname",
    "pathname",
    "lineno",
    "msecs",
    "message",
    "asctime",
    "funcName",
    "process",
    "created",
]


ODD_SPECS = ["%H:%M", "{w}", "{w}.{p}", "5\n", "\n<5", "\u2028<5", "ſ", ".{}", "K", "{a b}", "٣", "{\u0662}"]


def percent_field(r, name, wrong):
    if r.random() < wrong:
        return percent_conversion(r, r.random() > wrong / 4, []).replace("(", "(" + name, 1)
    flag = r.choice(["", "-", "0", "+", " #"])
    width = r.choice(["", "8", "20", "*" if r.random() < wrong else "3"])
    return f"%({name}){flag}{width}{r.choice(['', '', '.3', '.0'])}{r.choice('sssssdrafS' if wrong else 'sssssra')}"


def styled(r, style, wrong):
    """A format string of a style; `wrong` is how often something about it is odd."""
    out = ""
    for _ in range(r.choice([0, 1, 1, 2, 3])):
        out += any_text(r, 3)
        name = r.choice(FIELDS + ["message", "asctime", "tenant", "nope"])
        if r.random() < wrong:
            name = r.choice(
                [
                    "",
                    "a b",
                    "a-b",
                    "a.b",
                    "0",
                    "0.a",
                    "é",
                    "a[b]",
                    "a[",
                    "a[]",
                    "٣",
                    "asctimes",
                    "ſ",
                    "e\u0301",
                    "²",
                    "a\n",
                ]
            )
        if style == "%":
            out += percent_field(r, name, wrong)
        elif style == "{":
            conversion = "!" + r.choice(["r", "s", "a", "x"] if wrong else "rsa") if r.random() < 0.2 else ""
            tail = r.choice([":<8", ":>20", ":^12", ":.3", ":", ""])
            if r.random() < wrong:
                odd = spec(r, r.choice(["int", "float", "text"]), 1)
                tail = ":" + (odd if r.random() < 0.7 else r.choice(ODD_SPECS))
            out += "{" + name + conversion + tail + "}"
        else:
            out += (
                r.choice([f"${name}", "${" + name + "}"])
                if r.random() > wrong / 3
                else r.choice(["$", "$$", "${", "$1"])
            )
    out += any_text(r, 3)
    if r.random() < wrong / 8:
        at = r.randrange(len(out) + 1)
        out = out[:at] + r.choice(["%", "{", "}", "$", "{{", "%%", "%("]) + out[at:]
    return joined(out)


def validated(r):
    style = r.choice("%{$") if r.random() < 0.99 else r.choice(["", "x", "%%", "é"])
    text = styled(r, style if style in ("%", "{", "$") else "%", 0.35)

    def accepted():
        logging.Formatter(text, style=style)
        return ""

    return [style, text, answer(accepted)]


DATES = [
    "%Y",
    "%m",
    "%d",
    "%H",
    "%M",
    "%S",
    "%j",
    "%a",
    "%A",
    "%b",
    "%B",
    "%y",
    "%p",
    "%I",
    "%U",
    "%w",
    "%W",
    "%%",
    "%c",
    "%x",
    "%X",
]


def date_format(r):
    return joined(
        "".join(
            r.choice(DATES) + (r.choice(ODD[19:28]) if r.random() < 0.1 else r.choice(" -:/T,"))
            for _ in range(r.randrange(1, 6))
        )
    )


def shifted(hours):
    return lambda seconds=None: time.gmtime((seconds or 0) + hours * 3600)


def record_of(r):
    args = None
    msg = any_text(r, 12).replace("%", "")
    way = r.random()
    if way < 0.5:
        msg, args = percent_case(r)
        if not isinstance(args, (tuple, Object)):
            args = (args,)
        # Only what a call with one mapping makes of it: an empty one stays in its tuple.
        if isinstance(args, Object) and not args:
            args = (args,)
    elif way < 0.6:
        msg = any_value(r)
    millis = r.randrange(1000)
    return {
        "name": r.choice(["root", "app", "app.db", "é.\U0001f600", ""]),
        "msg": msg,
        "args": args,
        "levelno": r.choice([10, 20, 30, 40, 50, 15]),
        "levelname": r.choice(["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL", "Level 15"]),
        "pathname": r.choice(["/srv/app.js", "C:\\app.js", ""]),
        "lineno": r.randrange(10000),
        "funcName": r.choice(["main", "<module>", ""]),
        "created": number(r, r.randrange(1, 2**32) + millis / 1000),
        "msecs": millis,
        "process": r.randrange(2**22),
        "exc_text": r.choice(["Traceback:\n  boom", "boom\n"]) if r.random() < 0.1 else None,
        "stack_info": r.choice(["Stack (most recent call last):\n  x", "x\n"]) if r.random() < 0.1 else None,
        **({"tenant": any_value(r)} if r.random() < 0.7 else {}),
    }


def encode_record(record):
    args = record["args"]
    return {
        **{key: encode(value) for key, value in record.items()},
        "args": None
        if args is None
        else {"tuple": [encode(arg) for arg in args]}
        if isinstance(args, tuple)
        else encode(args),
        "exc_text": record["exc_text"],
        "stack_info": record["stack_info"],
    }


def formatted(r):
    style = r.choice("%%{$")
    options = {
        "fmt": styled(r, style, r.choice([0, 0, 0, 0.3])) if r.random() < 0.95 else r.choice([None, ""]),
        "datefmt": date_format(r) if r.random() < 0.3 else r.choice([None, None, ""]),
        "style": style,
        "validate": r.random() < 0.3,
        "defaults": Object((key, any_value(r)) for key in ["nope", "tenant", "name"] if r.random() < 0.7)
        if r.random() < 0.5
        else None,
        "ofClass": r.choice([None, None, 0, 5, -11]),
        "own": r.choice([None, None, None, 0, 2, -3]),
        "time": date_format(r) if r.random() < 0.15 else None,
        "msec": r.choice(["%s.%03d", "%s", "%s %%%6.2f", "%d", "%s %s %s", "none", "%s,%x", "", "%-30s|%e|"])
        if r.random() < 0.3
        else None,
    }
    record = record_of(r)

    def call():
        class Formatter(logging.Formatter):
            if options["ofClass"] is not None:
                converter = staticmethod(shifted(options["ofClass"]))
            if options["time"] is not None:
                default_time_format = options["time"]
            if options["msec"] is not None:
                default_msec_format = None if options["msec"] == "none" else options["msec"]

        defaults = options["defaults"]
        formatter = Formatter(
            options["fmt"],
            options["datefmt"],
            style,
            options["validate"],
            defaults=None if defaults is None else dict(defaults.own()),
        )
        if options["own"] is not None:
            formatter.converter = shifted(options["own"])
        # As handed to Python: null is what prints 'null'.
        attributes = dict(record)
        if str(record.get("tenant")) == "undefined" and defaults is not None and "tenant" in defaults:
            # As everywhere in JavaScript, the default is for what is undefined.
            del attributes["tenant"]
        return formatter.format(logging.makeLogRecord(attributes))

    sent = {**options, "defaults": None if options["defaults"] is None else encode(options["defaults"])}
    return [sent, encode_record(record), answer(call)]


KINDS = {
    "percent": percent,
    "braces": braces,
    "template": template,
    "repr": quoted,
    "validate": validated,
    "formatter": formatted,
}


def main(argument):
    r = random.Random(f"{argument['kind']} {argument['seed']}")
    make = KINDS[argument["kind"]]
    return [make(r) for _ in range(argument["count"])]


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    json.dump({"python": sys.version.split()[0], "cases": [main(one) for one in asked]}, sys.stdout)
