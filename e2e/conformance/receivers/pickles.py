"""Pickles: of plain values in protocol 1, each with what is in it; and of what a reader of data has to refuse."""

import codecs
import collections
import datetime
import decimal
import json
import os
import pickle
import random
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
from values import describe, value  # noqa: E402


class Calls:
    """Is made by a call, as hostile pickles are."""

    def __init__(self, function, *args):
        self.call = (function, args)

    def __reduce__(self):
        return self.call


class Slots:
    __slots__ = ("a",)


class WithState:
    def __init__(self):
        self.a = 1


def objects():
    recursive = []
    recursive.append(recursive)
    within = {}
    within["self"] = [within]
    return {
        "os.system": Calls(os.system, "touch called"),
        "subprocess.run": Calls(subprocess.run, "touch called"),
        "eval": Calls(eval, "1"),
        "exec": Calls(exec, "1"),
        "__import__": Calls(__import__, "os"),
        "getattr": Calls(getattr, os, "system"),
        "nested": {"name": "a", "extra": [1, {"x": Calls(os.system, "touch called")}]},
        "function": len,
        "class": WithState,
        "object": WithState(),
        "slots": Slots(),
        "bytes": b"x\xff",
        "bytearray": bytearray(b"x"),
        "set": {1, 2},
        "frozenset": frozenset([1]),
        "complex": 1j,
        "range": range(3),
        "slice": slice(1, 2),
        "exception": ValueError("x"),
        "date": datetime.datetime(2026, 1, 1),
        "decimal": decimal.Decimal("1.5"),
        "ordered": collections.OrderedDict(a=1),
        "counter": collections.Counter("aa"),
        "codec": Calls(codecs.decode, "x", "rot13"),
        "recursive list": recursive,
        "recursive dict": within,
    }


def main():
    asked = json.load(sys.stdin)
    rng = random.Random(asked["seed"])
    plain = []
    for _ in range(asked["count"]):
        made = value(rng)
        plain.append({"pickle": pickle.dumps(made, 1).hex(), "value": describe(made)})
    hostile = []
    for name, made in objects().items():
        for protocol in range(6):
            try:
                hostile.append({"name": f"{name}, protocol {protocol}", "pickle": pickle.dumps(made, protocol).hex()})
            except TypeError:
                pass  # Protocols 0 and 1 have no slots.
    for protocol in (2, 3, 4, 5):
        hostile.append({"name": f"plain data, protocol {protocol}", "pickle": pickle.dumps({"a": [1, "b"]}, protocol).hex()})
    json.dump({"plain": plain, "hostile": hostile}, sys.stdout)


main()
