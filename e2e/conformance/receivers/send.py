"""Sends random records by CPython's handlers, and tells what Python's own receiver would make of each.

Standard input: a line with what is asked. Standard output: `sync` where the other side is to read on until it has all that came
before, answered by a line; in the end one line of what was sent.
"""

import datetime
import decimal
import json
import logging
import logging.handlers
import os
import pickle
import random
import socket
import ssl
import sys
import threading

sys.path.insert(0, os.path.dirname(__file__))
from values import describe, number, text, value  # noqa: E402

REFUSED = [b"bytes", {1, 2}, decimal.Decimal("1.5"), datetime.datetime(2026, 1, 1), 1j, ValueError("x"), object]
NAMES = ["root", "app", "app.db", "app.db.pool", "wörker", "a-b.c_d", "x y"]
LEVELS = [1, 10, 20, 25, 30, 40, 50, 77]
SYNC_EACH = 10
logging.addLevelName(25, "NOTICE")
logging.addLevelName(77, "löud\nlevel")


class TLSHandler(logging.handlers.SocketHandler):
    """As Python's users write it."""

    def __init__(self, host, port, cafile):
        super().__init__(host, port)
        self.context = ssl.create_default_context(cafile=cafile)

    def makeSocket(self, timeout=30):
        return self.context.wrap_socket(super().makeSocket(timeout), server_hostname="localhost")


class Datagram6Handler(logging.handlers.DatagramHandler):
    def makeSocket(self):
        return socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)


def handler_of(way):
    kind, port = way["kind"], way.get("port")
    if kind == "tcp":
        return logging.handlers.SocketHandler(way["host"], port)
    if kind == "tls":
        return TLSHandler("localhost", port, way["cafile"])
    if kind == "unix":
        return logging.handlers.SocketHandler(way["path"], None)
    if kind == "udp":
        return logging.handlers.DatagramHandler(way["host"], port)
    if kind == "udp6":
        return Datagram6Handler(way["host"], port)
    return logging.handlers.HTTPHandler(f"127.0.0.1:{port}", way["url"], method=way["method"], credentials=("u", "p"))


class Fan(logging.Handler):
    """Hands each record to the handler under test, and notes what is to come out of it."""

    def __init__(self, handler, isHTTP):
        super().__init__()
        self.to, self.isHTTP, self.sent = handler, isHTTP, []

    def emit(self, record):
        self.to.handle(record)
        self.sent.append(form_of(record) if self.isHTTP else self.pickled(record))

    def pickled(self, record):
        data = self.to.makePickle(record)
        made = logging.makeLogRecord(pickle.loads(data[4:]))
        if any(isinstance(getattr(made, "odd", None), type(each)) for each in REFUSED):
            return None
        return [[key, describe(item)] for key, item in made.__dict__.items()]


def form_of(record):
    """What the texts of a form say of a record."""
    extra = {key: str(item) for key, item in record.__dict__.items() if key.startswith("x_")}
    attributes = {
        "msg": record.getMessage(),
        "exc_text": str(record.exc_info) if record.exc_info else None,
        **{key: getattr(record, key) for key in KEPT},
        **extra,
    }
    return [[key, describe(item)] for key, item in attributes.items()]


KEPT = "name levelno created pathname lineno funcName process thread processName threadName stack_info relativeCreated".split()


def fails(rng):
    def inner():
        raise ValueError(text(rng)) from KeyError("cause")

    inner()


def log(rng, index, isHTTP):
    name, level = rng.choice(NAMES), rng.choice(LEVELS[:3] if isHTTP else LEVELS)
    logger = logging.getLogger(name)
    extra = {f"x_{index}_{at}": value(rng) for at in range(rng.randint(0, 3))}
    if not isHTTP:
        extra["index"] = index
        extra[rng.choice(["tags", "schlüssel", "id", "ключ"])] = value(rng)
        if rng.random() < 0.1:
            extra["odd"] = rng.choice(REFUSED)
    args = rng.choice([(), (1, "a"), ({"k": 2.5, "d": "x"},)])
    msg = {0: rng.choice([text(rng), {"a": 1}, 5, None]), 2: "n %d, t %s", 1: "%(k).2f %(d)s"}[len(args)]
    kind = rng.randrange(4)
    if kind == 0:
        try:
            fails(rng)
        except ValueError:
            logger.log(level, msg, *args, exc_info=True, extra=extra)
    else:
        logger.log(level, msg, *args, stack_info=kind == 1, extra=extra)


def main():
    asked = json.loads(sys.stdin.readline())
    logging.raiseExceptions = asked["raise"]
    way = asked["way"]
    isHTTP = way["kind"] == "http"
    rng = random.Random(asked["seed"])
    handler = handler_of(way)
    fan = Fan(handler, isHTTP)
    root = logging.getLogger()
    root.setLevel(1)
    root.addHandler(fan)
    if isHTTP:
        # A form is UTF-8, which has no halves of pairs: HTTPHandler sends no record with one.
        random_text = text
        globals()["text"] = lambda rng: random_text(rng).encode("utf-8", "ignore").decode()
        import values

        values.text = globals()["text"]
    for index in range(asked["count"]):
        if rng.random() < 0.1:
            thread = threading.Thread(target=log, args=(rng, index, isHTTP), name=f"worker ü {index}")
            thread.start()
            thread.join()
        else:
            log(rng, index, isHTTP)
        if (index + 1) % SYNC_EACH == 0:
            print("sync", len(fan.sent), flush=True)
            sys.stdin.readline()
    handler.close()
    print(json.dumps(fan.sent), flush=True)


main()
