"""Lets CPython take a level's name as treeline does: levels-in-lower-case. Stands before the other sources."""
import re


def take_lower_case(logging):
    names = logging._nameToLevel
    # The same interpreter may run this again.
    python = logging._python_check_level = getattr(logging, '_python_check_level', logging._checkLevel)

    def check_level(given):
        if isinstance(given, str) and given not in names and given.upper() in names:
            return names[given.upper()]
        try:
            return python(given)
        except ValueError as error:
            if not re.fullmatch('[a-z]+', given):
                raise
            raise ValueError(f'{error} (there are {", ".join(names)}; addLevelName adds one)') from None

    logging._checkLevel = check_level
