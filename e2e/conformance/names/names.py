"""Lists the public names of Python's three logging modules, with the members of their classes."""

import logging
import logging.config
import logging.handlers
import queue
import types

# One object of each class whose attributes are set by its constructor.
SPECIMENS = {
    'logging.LogRecord': lambda: logging.makeLogRecord({}),
    'logging.Formatter': lambda: logging.Formatter(),
    'logging.BufferingFormatter': lambda: logging.BufferingFormatter(),
    'logging.PercentStyle': lambda: logging.PercentStyle('%(message)s'),
    'logging.StrFormatStyle': lambda: logging.StrFormatStyle('{message}'),
    'logging.StringTemplateStyle': lambda: logging.StringTemplateStyle('$message'),
    'logging.Filter': lambda: logging.Filter('a'),
    'logging.Filterer': lambda: logging.Filterer(),
    'logging.Handler': lambda: logging.Handler(),
    'logging.StreamHandler': lambda: logging.StreamHandler(),
    'logging.FileHandler': lambda: logging.FileHandler('names.log', delay=True),
    'logging.NullHandler': lambda: logging.NullHandler(),
    'logging.Logger': lambda: logging.getLogger('names'),
    'logging.RootLogger': lambda: logging.getLogger(),
    'logging.Manager': lambda: logging.Logger.manager,
    'logging.PlaceHolder': lambda: logging.PlaceHolder(logging.getLogger('names')),
    'logging.LoggerAdapter': lambda: logging.LoggerAdapter(logging.getLogger('names'), {}),
    'logging.handlers.BaseRotatingHandler': lambda: logging.handlers.BaseRotatingHandler('names.log', 'a', delay=True),
    'logging.handlers.RotatingFileHandler': lambda: logging.handlers.RotatingFileHandler('names.log', delay=True),
    'logging.handlers.TimedRotatingFileHandler': lambda: logging.handlers.TimedRotatingFileHandler('names.log', 'W0', delay=True),
    'logging.handlers.WatchedFileHandler': lambda: logging.handlers.WatchedFileHandler('names.log', delay=True),
    'logging.handlers.SocketHandler': lambda: logging.handlers.SocketHandler('localhost', 9020),
    'logging.handlers.DatagramHandler': lambda: logging.handlers.DatagramHandler('localhost', 9021),
    'logging.handlers.SMTPHandler': lambda: logging.handlers.SMTPHandler('localhost', 'a@b', ['c@d'], 'subject'),
    'logging.handlers.HTTPHandler': lambda: logging.handlers.HTTPHandler('localhost', '/log'),
    'logging.handlers.BufferingHandler': lambda: logging.handlers.BufferingHandler(10),
    'logging.handlers.MemoryHandler': lambda: logging.handlers.MemoryHandler(10),
    'logging.handlers.QueueHandler': lambda: logging.handlers.QueueHandler(queue.Queue()),
    'logging.handlers.QueueListener': lambda: logging.handlers.QueueListener(queue.Queue()),
    'logging.config.BaseConfigurator': lambda: logging.config.BaseConfigurator({}),
    'logging.config.DictConfigurator': lambda: logging.config.DictConfigurator({}),
}

# Names that the modules import for themselves.
IMPORTED = {'ST_DEV', 'ST_INO', 'ST_MTIME', 'GenericAlias', 'StrFormatter', 'Template'}


def members(path, cls):
    """The class's own public members and what its constructor sets; an inherited one is listed with its base."""
    names = {name for name in vars(cls) if not name.startswith('_')}
    if path in SPECIMENS:
        names |= {name for name in vars(SPECIMENS[path]()) if not name.startswith('_')}
    for base in cls.__mro__[1:]:
        base_path = f'{base.__module__}.{base.__qualname__}'
        if base_path in SPECIMENS:
            names -= set(members(base_path, base))
    return sorted(names)


def public(module):
    found = {}
    for name, value in sorted(vars(module).items()):
        imported = isinstance(value, types.ModuleType) or name in IMPORTED
        foreign = getattr(value, '__module__', module.__name__) not in ('logging', module.__name__)
        if name.startswith('_') or imported or (foreign and callable(value)):
            continue
        if isinstance(value, type):
            path = f'{module.__name__}.{name}'
            found[name] = {'kind': 'class', 'members': members(path, value)}
        else:
            found[name] = {'kind': 'function' if callable(value) else 'value', 'members': []}
    return found


def main(_):
    return {module.__name__: public(module) for module in (logging, logging.handlers, logging.config)}
