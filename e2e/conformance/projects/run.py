"""Configures logging by a project's file and logs what is asked, under a clock that is set. Prints what went to the console."""

import io
import json
import logging
import logging.config
import logging.handlers
import os
import sys
import time
import traceback

sys.path.insert(0, os.path.dirname(__file__))
from classes import register  # noqa: E402

FIXED = {
    "process": 4242, "processName": "MainProcess", "thread": 1, "threadName": "MainThread", "pathname": "/srv/app.py",
    "filename": "app.py", "module": "app", "lineno": 7, "funcName": "work",
}  # fmt: skip


def queues():
    return [handler.queue for reference in logging._handlerList if hasattr(handler := reference(), "queue")]


def main():
    asked = json.load(sys.stdin)
    out, err, own = io.StringIO(), io.StringIO(), (sys.stdout, sys.stderr)
    sys.stdout, sys.stderr = out, err
    sys.excepthook = lambda *error: own[1].write("".join(traceback.format_exception(*error)))
    now = [asked["steps"][0]["at"]]
    time.time = lambda: now[0]
    logging._startTime = now[0]
    make = logging.getLogRecordFactory()

    def factory(*args, **kwargs):
        record = make(*args, **kwargs)
        record.__dict__.update(FIXED)
        return record

    logging.setLogRecordFactory(factory)
    register(asked["ports"])
    text = asked["config"]
    if text.lstrip().startswith("{"):
        logging.config.dictConfig(json.loads(text))
    else:
        logging.config.fileConfig(io.StringIO(text), disable_existing_loggers=False)
    for step in asked["steps"]:
        now[0] = step["at"]
        logging.getLogger(step["logger"]).log(step["level"], step["msg"], *step["args"], extra=step["extra"])
        # Before the clock goes on.
        for queue in queues():
            queue.join()
    logging.shutdown()
    sys.stdout, sys.stderr = own
    json.dump({"stdout": out.getvalue(), "stderr": err.getvalue()}, sys.stdout)


main()
