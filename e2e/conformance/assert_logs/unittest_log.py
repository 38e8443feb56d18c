"""Runs cases through unittest's assertLogs and assertNoLogs, and prints how each went."""

import json
import logging
import sys
import unittest


class Case(unittest.TestCase):
    def runTest(self):
        pass


def act(steps):
    for name, method, *args in steps:
        if method == "raise":
            raise RuntimeError("raised")
        getattr(logging.getLogger(name), method)(*args)


def heard():
    """A handler of the root, and one of the logger `app.db`."""
    lines = []

    class Heard(logging.Handler):
        def emit(self, record):
            try:
                lines.append(self.get_name() + " " + record.getMessage())
            except TypeError:
                lines.append(self.get_name() + " does not merge")

    for name, logger in (("root", None), ("db", "app.db")):
        handler = Heard()
        handler.set_name(name)
        logging.getLogger(logger).addHandler(handler)
    return lines


def nested(case, asserted, steps, cms):
    """Each of the assertions lies within the one before it."""
    if not asserted:
        act(steps)
        return
    kind, logger, level = asserted[0]
    with getattr(case, kind)(logger, level) as cm:
        cms.append(cm)
        nested(case, asserted[1:], steps, cms)


def run(given):
    for logger in list(logging.root.manager.loggerDict):
        logging.getLogger(logger).setLevel(0)
        logging.getLogger(logger).handlers = []
    logging.root.handlers = []
    logging.root.setLevel("WARNING")
    for name, level in given["levels"].items():
        logging.getLogger(name).setLevel(level)
    lines = heard()
    cms = []
    try:
        nested(Case(), given["asserted"], given["steps"], cms)
        error = None
    except BaseException as e:
        error = [type(e).__name__, str(e)]
    act([["app", "info", "after"], ["app.db", "warning", "after"]])
    state = [[len(l.handlers), l.level, l.propagate] for l in map(logging.getLogger, (None, "app", "app.db"))]
    return {
        "output": [cm.output if cm else None for cm in cms],
        "records": [[r.getMessage() for r in cm.records] if cm and not error else None for cm in cms],
        "error": error,
        "lines": lines,
        "state": state,
    }


print(json.dumps([run(given) for given in json.load(sys.stdin)]))
