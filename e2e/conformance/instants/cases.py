"""Random instants in the zone of the environment's TZ, and what glibc's strftime makes of them.

`main({"seed", "count"})` gives cases `[seconds, format, text of localtime, text of gmtime, zone's abbreviation]`.
"""

import json
import random
import sys
import time

# The C locale's %E and %O say nothing else; Python's own %f is no directive of time.strftime.
CODES = "aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYz%"
START, END = 0, 4102444800  # 1970 to 2100


def switches():
    """The seconds at which the zone's clocks change."""
    found = []
    for day in range(START, END, 86400 * 7):
        low, high = day, day + 86400 * 7
        before, after = time.localtime(low).tm_gmtoff, time.localtime(high).tm_gmtoff
        if before == after:
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if time.localtime(middle).tm_gmtoff == before:
                low = middle
            else:
                high = middle
        found.append(high)
    return found


def directive(r):
    flags = "".join(r.choice("-_0^#") for _ in range(r.choice([0, 0, 0, 0, 1, 1, 2])))
    width = str(r.randrange(1, 30)) if r.random() < 0.2 else ""
    modifier = r.choice("EO") if r.random() < 0.1 else ""
    code = r.choice(CODES) if r.random() < 0.96 else r.choice("ZZfiqvKLNQJoEO é:")
    return "%" + flags + width + modifier + code


def text_format(r):
    if r.random() < 0.2:
        return r.choice(["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z", "%c", "%G-W%V-%u", "%d/%b/%Y:%H:%M:%S %z"])
    return "".join(directive(r) + r.choice([" ", "", "-", ":", "é", "T"]) for _ in range(r.randrange(1, 5)))


def instant(r, changes):
    way = r.random()
    if changes and way < 0.3:
        return r.choice(changes) + r.choice([-1, 0, 1, -3600, 3599, 3600, 1800, r.randrange(-90000, 90000)])
    if way < 0.4:
        # The first and last days of years, where weeks are counted.
        return (r.randrange(130) * 1461 // 4 + r.randrange(-4, 5)) * 86400 + r.randrange(86400)
    return r.randrange(START, END)


def main(argument):
    r = random.Random(argument["seed"])
    changes = switches()
    cases = []
    for _ in range(argument["count"]):
        seconds = max(0, instant(r, changes))
        if r.random() < 0.3:
            seconds += r.randrange(1000) / 1000
        text = text_format(r)
        local = time.localtime(seconds)
        # No zone had a clock in the year 1: of that only UTC is asked.
        far = r.randrange(-62135596800, 253402300800) if r.random() < 0.3 else seconds
        universal = time.strftime(text, time.gmtime(far))
        cases.append([seconds, text, time.strftime(text, local), local.tm_zone, local.tm_isdst, far, universal])
    return cases


if __name__ == "__main__":
    json.dump(main(json.load(sys.stdin)), sys.stdout)
