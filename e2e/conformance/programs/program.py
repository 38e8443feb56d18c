# Runs programs over a tree of loggers in CPython and gives their traces; program.ts does the same on treeline.
# Where treeline departs from Python on purpose, the departure is a function marked with its id in differences.json:
# everything else that happens here is CPython's own doing.
import copy
import functools
import importlib
import logging
import logging.handlers
import re
import sys
import time
import traceback
import types
import warnings

# Fresh modules: an earlier run of this source in the same interpreter has changed them.
importlib.reload(logging)
importlib.reload(logging.handlers)
BufferingHandler, MemoryHandler = logging.handlers.BufferingHandler, logging.handlers.MemoryHandler

CREATED_NS = 1_700_000_000_123_000_000


# --- values: values-print-as-javascript ------------------------------------------------------------------------------
# The classes have the names that Python's error texts show.


def text_of(value):
    if isinstance(value, dict):
        inner = ', '.join(f'{key if re.fullmatch(r"[A-Za-z_$][\w$]*", key) else repr(key)}: {value[key]!r}' for key in value)
        return f'{{ {inner} }}' if inner else '{}'
    inner = ', '.join(map(repr, value))
    return f'[ {inner} ]' if inner else '[]'


def printing(name, base, text):
    return type(name, (base,), {'__module__': 'builtins', '__repr__': text, '__str__': text})


Null = printing('NoneType', object, lambda self: 'null')
Bool = printing('bool', int, lambda self: 'true' if self else 'false')
Dict = printing('dict', dict, text_of)
List = printing('list', list, text_of)
NULL = Null()


def value(given):
    if given is None:
        return NULL
    if isinstance(given, bool):
        return Bool(given)
    if isinstance(given, dict):
        return Dict((key, value(item)) for key, item in given.items())
    if isinstance(given, list):
        return List(map(value, given))
    return given


class Truth:
    """true and false where Python would take them for 1 and 0: bool-is-no-integer."""

    def __init__(self, given):
        self.given = given

    def __repr__(self):
        return 'true' if self.given else 'false'


def level(given):
    return Truth(given) if isinstance(given, bool) else value(given) if given is None else given


class Error(Exception):
    __module__ = 'builtins'


# --- reports: errors in our classes (error-classes), once a burst (report-bursts) --------------------------------------

CLASSES = {
    'ValueError': 'RangeError',
    'KeyError': 'RangeError',
    'IndexError': 'RangeError',
    'OverflowError': 'RangeError',
    'NotImplementedError': 'Error',
}


def headline(error):
    name = type(error).__name__
    return f'{CLASSES.get(name, name)}: {error}'


class Brief:
    """Stands for the module traceback inside of logging: no frames where it prints a report."""

    @staticmethod
    def print_exception(error, *triple, limit=None, file=None):
        if triple:
            traceback.print_exception(error, *triple, limit=limit, file=file)
        else:
            file.write(headline(error) + '\n')

    @staticmethod
    def print_stack(*args, **kwargs):
        pass


bursts = {}
# report.ts
MAX_TOLD = 50


def is_news(source, error):
    # A report about an adapter is one about its logger.
    while isinstance(source, logging.LoggerAdapter):
        source = source.logger
    # The source stays alive, so that no other has its id.
    _, told = bursts.setdefault(id(source), (source, set()))
    text = headline(error)
    if text in told or len(told) >= MAX_TOLD:
        return False
    told.add(text)
    return True


def report(source, error, record=None):
    if not logging.raiseExceptions or not is_news(source, error):
        return
    if record is not None:
        try:
            raise error
        except type(error):
            python_handle_error(source, record)
    else:
        sys.stderr.write(f'--- Logging error ---\n{headline(error)}\n')


python_handle_error = logging.Handler.handleError


def handle_error(self, record):
    if logging.raiseExceptions and is_news(self, sys.exception()):
        python_handle_error(self, record)


# --- failures: errors-in-filters, unmerged-message, extra-clash --------------------------------------------------------

delivering = 0


def as_delivery(python):
    def deliver(self, *args):
        global delivering
        delivering += 1
        try:
            return python(self, *args)
        finally:
            delivering -= 1

    return deliver


def handle(self, record):
    # What a filter puts in the record's place is what is reported.
    before = vars(self).get('passed')
    self.passed = record
    try:
        return python_handle(self, record)
    except Exception:
        if delivering == 0 and self.passed is record:
            raise
        self.handleError(self.passed)
        return self.passed
    finally:
        self.passed = before


def filter_record(self, record):
    found = python_filter(self, record)
    if isinstance(found, logging.LogRecord):
        self.passed = found
    return found


def format_unmerged_too(self, record):
    try:
        return python_format(self, record)
    except Exception:
        try:
            record.getMessage()
        except Exception:
            pass
        else:
            raise
        self.handleError(record)
        unmerged = copy.copy(record)
        unmerged.msg = f'{record.msg} {record.args!r}'
        unmerged.args = None
        return python_format(self, unmerged)


# reload() keeps what was put into the module before.
vars(logging).pop('_python_check_level', None)
take_lower_case(logging)


# --- fields-are-shown --------------------------------------------------------------------------------------------------


def fields_text(record):
    if not isinstance(record.args, dict) or '%' in str(record.msg).replace('%%', ''):
        return ''
    return ' '.join(f'{key}={field_text(item)}' for key, item in record.args.items())


def field_text(given):
    return given if isinstance(given, str) and re.fullmatch(r"""[^\s"'=]+""", given) else repr(given)


def init_formatter(self, fmt=None, *args, **kwargs):
    python_init_formatter(self, fmt, *args, **kwargs)
    # basicConfig's default is this very text.
    self.shows_fields = not fmt or any(fmt is default for _, default in logging._STYLES.values())


def format_message(self, record):
    text = python_format_message(self, record)
    fields = fields_text(record) if self.shows_fields else ''
    return f'{text} {fields}' if fields else text


python_init_formatter = logging.Formatter.__init__
python_format_message = logging.Formatter.formatMessage
logging.Formatter.shows_fields = True  # those made on import
logging.Formatter.__init__ = init_formatter
logging.Formatter.formatMessage = format_message


# --- fields-behind-arguments -------------------------------------------------------------------------------------------


CONVERSION = re.compile(r'%(\(.*?\))?([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?[hlL]?(.|$)', re.DOTALL)


def shows_object(found):
    return found[1] is not None or (found[5] in 'sra' and found[5] != '' and set(found[2]) <= {'-'})


def with_fields(msg, args):
    if not isinstance(msg, str) or not args or not isinstance(args[-1], dict):
        return msg, args
    if len(args) == 1:
        conversions = [found for found in CONVERSION.finditer(msg) if found[0] != '%%']
        has_only_signs = '%' not in re.sub(r'%%|[0-9]%|%(?= |\Z|[0-9a-fA-F]{2})', '', msg)
        if not conversions or any(shows_object(found) for found in conversions) or not has_only_signs:
            return msg, args
        return (msg.replace('%', '%%'), args) if args[0] else (msg, ())
    try:
        text = msg % args[:-1]
    except Exception:
        return msg, args
    return (text.replace('%', '%%'), args[-1:]) if args[-1] else (text, ())


def make_record(self, name, level, fn, lno, msg, args, exc_info, func=None, extra=None, sinfo=None):
    msg, args = with_fields(msg, args)
    make = functools.partial(python_make_record, self, name, level, fn, lno, msg, args, exc_info, func, sinfo=sinfo)
    try:
        return make(extra=extra)
    except KeyError:
        kept, clash = {}, None
        for key in extra:
            try:
                make(extra={key: extra[key]})
                kept[key] = extra[key]
            except KeyError as error:
                clash = clash or error
        record = make(extra=kept)
        report(self, clash, record)
        return record


def close_and_forget(self):
    """handlers-held: what is closed is forgotten, and shutdown does not close it again."""
    python_close(self)
    logging._handlerList[:] = [reference for reference in logging._handlerList if reference() is not self]


def emit_and_hold(self, record):
    """handlers-held: what a closed handler keeps is a record to flush, and shutdown closes the handler again."""
    keeps = type(self).flush is not BufferingHandler.flush
    if self._closed and keeps and all(reference() is not self for reference in logging._handlerList):
        logging._addHandlerRef(self)
    python_keep(self, record)


python_handle = logging.Handler.handle
python_keep = BufferingHandler.emit
python_filter = logging.Handler.filter
python_close = logging.Handler.close
python_format = logging.Handler.format
python_make_record = logging.Logger.makeRecord
logging.traceback = Brief
logging.time = types.SimpleNamespace(**{**vars(time), 'time_ns': lambda: CREATED_NS})
logging.Formatter.converter = time.gmtime
logging.Formatter.formatStack = lambda self, stack_info: 'STACK'
logging.Handler.handleError = handle_error
logging.Handler.handle = handle
logging.Handler.filter = filter_record
logging.Handler.format = format_unmerged_too
logging.Handler.close = close_and_forget
logging.Logger.makeRecord = make_record
logging.Logger.callHandlers = as_delivery(logging.Logger.callHandlers)
BufferingHandler.emit = emit_and_hold
MemoryHandler.flush = as_delivery(MemoryHandler.flush)
warnings.formatwarning = lambda message, *args: str(message)
warnings.simplefilter('ignore')  # warn-not-deprecated


# --- what programs are made of -----------------------------------------------------------------------------------------


class Stream:
    def __init__(self, name):
        self.name = name
        self.text = ''

    def write(self, text):
        self.text += text


class FullStream(Stream):
    def write(self, text):
        raise Error('disk full')


class SubLogger(logging.Logger):
    pass


class MarkingLogger(logging.Logger):
    def makeRecord(self, *args, **kwargs):
        record = super().makeRecord(*args, **kwargs)
        record.mark = 'marked'
        return record


class QuietLogger(logging.Logger):
    def isEnabledFor(self, level):
        return level >= 30 and super().isEnabledFor(level)


class SubRecord(logging.LogRecord):
    def getMessage(self):
        return f'<{super().getMessage()}>'


class PrefixAdapter(logging.LoggerAdapter):
    def process(self, msg, kwargs):
        msg, kwargs = super().process(msg, kwargs)
        return f'[{self.name}] {msg}', kwargs


class FailingAdapter(logging.LoggerAdapter):
    def process(self, msg, kwargs):
        raise Error('process failed')


class QuietAdapter(logging.LoggerAdapter):
    def isEnabledFor(self, level):
        return level >= 30 and super().isEnabledFor(level)


def replaced(record):
    other = copy.copy(record)
    other.msg = f'R:{record.msg}'
    return other


def tag(record):
    record.user = 'tagged'
    return True


def fail(record):
    raise Error('filter failed')


class Odd:
    def filter(self, record):
        return record.levelno % 20 == 10


def note_to(notes):
    def note(record):
        seen = (record.name, record.levelname, vars(record).get('message'), record.exc_text, vars(record).get('user'))
        notes.append(' '.join('-' if item is None or item is NULL else str(item) for item in seen))
        return True

    return note


class EchoHandler(logging.Handler):
    def emit(self, record):
        if record.name != 'echo':
            logging.getLogger('echo').log(record.levelno, f'echo {record.getMessage()}')


def make_filter(world, kind, *args):
    if kind == 'note':
        return note_to(world.notes)
    if kind == 'name':
        return logging.Filter(*args)
    if kind == 'min':
        return lambda record: record.levelno >= args[0]
    if kind == 'gives':
        given = args[0]
        return lambda record: given
    if kind == 'odd':
        return Odd()
    return functools.partial({'replace': replaced, 'tag': tag, 'fail': fail}[kind])  # Each a filter of its own.


def tagging_factory(*args, **kwargs):
    record = logging.LogRecord(*args, **kwargs)
    record.user = 'made'
    return record


def failing_factory(*args, **kwargs):
    raise Error('factory failed')


class RecordFactoryError(Exception):
    pass


def or_plain(factory, kind):
    if kind != 'fail':
        return factory

    def make(*args, **kwargs):
        try:
            return factory(*args, **kwargs)
        except Exception as error:
            report(make, RecordFactoryError(headline(error)))
            return logging.LogRecord(*args, **kwargs)

    return make


FACTORIES = {
    'plain': logging.LogRecord,
    'sub': SubRecord,
    'tag': tagging_factory,
    'fail': failing_factory,
}
LOGGER_CLASSES = {
    'Logger': logging.Logger,
    'SubLogger': SubLogger,
    'MarkingLogger': MarkingLogger,
    'QuietLogger': QuietLogger,
    'Stream': Stream,
}
ADAPTERS = {
    'plain': logging.LoggerAdapter,
    'prefix': PrefixAdapter,
    'fail': FailingAdapter,
    'quiet': QuietAdapter,
}


def formatter(spec):
    spec = dict(spec)
    return logging.Formatter(spec.pop('fmt', None), **spec)


def make_record_of(spec):
    spec = dict(spec)
    if 'args' in spec:
        spec['args'] = value(spec['args']) if isinstance(spec['args'], dict) else tuple(map(value, spec['args']))
    if 'msg' in spec:
        spec['msg'] = value(spec['msg'])
    if 'user' in spec:
        spec['user'] = value(spec['user'])
    return logging.makeLogRecord(spec)


class Absent(Exception):
    """What an operation names does not exist: a shrunk program may have lost it."""


class World:
    def __init__(self):
        reset()
        self.loggers, self.handlers, self.filters, self.adapters = {}, {}, {}, {}
        self.streams = [Stream('s0'), Stream('s1'), FullStream('full')]
        self.stderr = Stream('<stderr>')
        self.notes = []

    def find(self, kind, key):
        found = getattr(self, kind).get(key)
        if found is None:
            raise Absent
        return found

    def at(self, ref):
        """L0, H1, F2, A3: a logger, handler, filter or adapter by its number."""
        kind = {'L': 'loggers', 'H': 'handlers', 'F': 'filters', 'A': 'adapters'}[ref[0]]
        return logging.root if ref == 'L-' else self.find(kind, ref)

    def label(self, thing):
        for key, handler in self.handlers.items():
            if handler is thing:
                return key
        return repr(thing)


# --- operations --------------------------------------------------------------------------------------------------------


def get_logger(world, key, name):
    world.loggers[key] = logger = logging.getLogger(name)
    logging.Logger.manager._clear_cache()  # level-assigned: it may have come between others
    return logger


def get_child(world, key, ref, suffix):
    parent = world.at(ref)
    if not isinstance(suffix, str):
        raise TypeError('A logger name must be a string')
    world.loggers[key] = logger = parent.getChild(suffix)
    logging.Logger.manager._clear_cache()  # level-assigned
    return logger


def assign_level(world, ref, given):
    # level-assigned: checked, and takes effect at once.
    world.at(ref).setLevel(level(given))


def assign_parent(world, ref, other):
    logger, parent = world.at(ref), world.at(other)
    if parent.name.startswith(logger.name):
        return
    above = parent
    while above is not None and above is not logger:
        above = above.parent
    if above is None and logger is not logging.root:
        logger.parent = parent
        logger.manager._clear_cache()  # level-assigned


def assign_disable(world, given):
    logging.disable(level(given))  # level-assigned


def change_handlers(world, ref, how, key):
    logger = world.at(ref)
    handlers = logger.handlers
    if how == 'push':
        handlers.append(world.at(key))
    elif how == 'pop':
        if handlers:
            handlers.pop()
    elif how == 'reverse':
        handlers.reverse()
    elif how == 'clear':
        handlers.clear()
    elif how == 'first':
        if handlers:
            handlers[0] = world.at(key)
    elif how == 'assign':
        logger.handlers = [world.at(key)]


def make_handler(world, key, kind, options):
    if kind == 'stream':
        handler = logging.StreamHandler(world.streams[options['stream']])
    elif kind == 'stderr':
        handler = logging.StreamHandler()
    elif kind == 'echo':
        handler = EchoHandler()
    elif kind == 'null':
        handler = logging.NullHandler()
    elif kind == 'base':
        handler = logging.Handler(level(options['level']))
    elif kind == 'buffering':
        handler = BufferingHandler(options['capacity'])
    else:
        options = dict(options)
        if 'target' in options:
            options['target'] = options['target'] and world.at(options['target'])
        if 'flushLevel' in options:
            options['flushLevel'] = logging._checkLevel(level(options['flushLevel']))
        handler = MemoryHandler(**options)
    world.handlers[key] = handler
    return handler


def set_target(world, ref, target):
    handler = world.at(ref)
    if isinstance(handler, MemoryHandler):
        handler.setTarget(target and world.at(target))


def set_stream(world, ref, stream):
    handler = world.at(ref)
    if isinstance(handler, logging.StreamHandler):
        before = handler.setStream(world.streams[stream])
        return before and before.name


def handle_record(world, ref, spec):
    outcome = world.at(ref).handle(make_record_of(spec))
    if ref[0] == 'L':
        return None
    return f'record {outcome.msg}' if outcome else 'dropped'


def make_adapter(world, key, kind, ref, extra, options):
    adapted = world.at(ref)
    world.adapters[key] = adapter = ADAPTERS[kind](adapted, extra and {k: value(v) for k, v in extra.items()}, **options)
    return adapter


def log(world, ref, method, args, keywords):
    target = logging if ref == 'module' else world.at(ref)
    source = logging.root if ref == 'module' else target
    kwargs = dict(keywords)
    if isinstance(kwargs.get('exc_info'), dict):
        kwargs['exc_info'] = Error(kwargs['exc_info']['error'])
    if 'extra' in kwargs and kwargs['extra'] is not None:
        kwargs['extra'] = {key: value(item) for key, item in kwargs['extra'].items()}
    if not isinstance(kwargs.get('stacklevel', 1), (int, float)):
        del kwargs['stacklevel']  # stacklevel-no-number
    if method == 'log':
        first, *rest = args
        args = [level(first), *map(value, rest)]
    else:
        args = list(map(value, args))
    try:
        if method == 'log':  # log-level-reported
            args[0] = logging._checkLevel(args[0])
    except (TypeError, ValueError) as error:
        if ref == 'module' and not logging.root.handlers:
            logging.basicConfig()
        return report(source, error)
    try:
        if ref[0] == 'A' and method == 'fatal':
            method = 'critical'  # adapter-fatal
        getattr(target, method)(*args, **kwargs)
    except Exception as error:
        # log-level-reported, errors-in-filters
        inner = source
        while ref[0] == 'A' and isinstance(inner, logging.LoggerAdapter) and str(error) not in ADAPTERS_OWN:
            inner = inner.logger
        report(inner, error)


ADAPTERS_OWN = ('process failed',)


def basic_config(world, options):
    kwargs = dict(options)
    if 'stream' in kwargs and kwargs['stream'] is not None:
        kwargs['stream'] = world.streams[kwargs['stream']]
    if kwargs.get('handlers') is not None:
        kwargs['handlers'] = [world.at(ref) for ref in kwargs['handlers']]
    if kwargs.get('level') is not None:
        kwargs['level'] = level(kwargs['level'])
    if logging.root.handlers and not kwargs.get('force'):
        return logging.basicConfig(**kwargs)
    rehearse(kwargs)
    for handler in kwargs.get('handlers') or ():
        logging.root.removeHandler(handler)  # basicconfig-reuses: else force would close it
    logging.basicConfig(**kwargs)


def rehearse(kwargs):
    """basicconfig-atomic: raises what basicConfig is going to raise, and leaves everything as it was."""
    root = logging.root
    before = root.handlers, root.level, logging._handlerList[:]
    formatters = [(handler, handler.formatter) for handler in kwargs.get('handlers') or ()]
    root.handlers = []
    try:
        logging.basicConfig(**{key: given for key, given in kwargs.items() if key != 'force'})
    finally:
        root.handlers, root.level, logging._handlerList[:] = before
        for handler, given in formatters:
            handler.formatter = given


def change_settings(world, name, given):
    if name == 'lastResort' and given is not None:
        given = LAST_RESORT if given == 'default' else world.at(given)
    setattr(logging, name, given)


def show_warning(world, text):
    if logging._warnings_showwarning is not None:
        try:
            warnings.showwarning(text, UserWarning, 'file', 1)
        except Exception as error:
            report(logging.getLogger('py.warnings'), error)


def close(world, ref):
    world.at(ref).close()


OPERATIONS = {
    'getLogger': get_logger,
    'getChild': get_child,
    'getChildren': lambda world, ref: sorted(child.name for child in world.at(ref).getChildren()),
    'setLevel': lambda world, ref, given: world.at(ref).setLevel(level(given)),
    'level=': assign_level,
    'parent=': assign_parent,
    'isEnabledFor': lambda world, ref, given: world.at(ref).isEnabledFor(given),
    'getEffectiveLevel': lambda world, ref: world.at(ref).getEffectiveLevel(),
    'hasHandlers': lambda world, ref: world.at(ref).hasHandlers(),
    'addHandler': lambda world, ref, key: world.at(ref).addHandler(world.at(key)),
    'removeHandler': lambda world, ref, key: world.at(ref).removeHandler(world.at(key)),
    'handlers': change_handlers,
    'propagate': lambda world, ref, given: setattr(world.at(ref), 'propagate', given),
    'disabled': lambda world, ref, given: setattr(world.at(ref), 'disabled', given),
    'filter': lambda world, key, kind, *args: world.filters.__setitem__(key, make_filter(world, kind, *args)),
    'addFilter': lambda world, ref, key: world.at(ref).addFilter(world.at(key)),
    'removeFilter': lambda world, ref, key: world.at(ref).removeFilter(world.at(key)),
    'handler': make_handler,
    'setFormatter': lambda world, ref, spec: world.at(ref).setFormatter(spec and formatter(spec)),
    'setName': lambda world, ref, name: setattr(world.at(ref), 'name', name),
    'setTarget': set_target,
    'setStream': set_stream,
    'flush': lambda world, ref: world.at(ref).flush(),
    'close': close,
    'getHandlerByName': lambda world, name: (lambda found: found and world.label(found))(logging.getHandlerByName(name)),
    'getHandlerNames': lambda world: sorted(logging.getHandlerNames()),
    'handle': handle_record,
    'repr': lambda world, ref: repr(world.at(ref)),
    'disable': lambda world, *given: logging.disable(*map(level, given)),
    'disable=': assign_disable,
    'addLevelName': lambda world, number, name: logging.addLevelName(number, name),
    'getLevelName': lambda world, given: logging.getLevelName(level(given)),
    'getLevelNamesMapping': lambda world: [f'{name}={number}' for name, number in logging.getLevelNamesMapping().items()],
    'adapter': make_adapter,
    'log': log,
    'settings': change_settings,
    'setLogRecordFactory': lambda world, kind: logging.setLogRecordFactory(or_plain(FACTORIES[kind], kind)),
    'setLoggerClass': lambda world, kind: logging.setLoggerClass(LOGGER_CLASSES[kind]),
    'managerLoggerClass': lambda world, kind: logging.root.manager.setLoggerClass(LOGGER_CLASSES[kind]),
    'getLoggerClass': lambda world: logging.getLoggerClass().__name__,
    'basicConfig': basic_config,
    'captureWarnings': lambda world, given: logging.captureWarnings(given),
    'warn': show_warning,
    'shutdown': lambda world: logging.shutdown(),
}


# --- running -----------------------------------------------------------------------------------------------------------

LEVEL_NAMES = dict(logging._levelToName), dict(logging._nameToLevel)
LAST_RESORT = logging.lastResort


def reset():
    logging.captureWarnings(False)
    logging._handlers.clear()
    logging._handlerList.clear()
    root = logging.RootLogger(logging.WARNING)
    logging.root = logging.Logger.root = root
    logging.Logger.manager = logging.Manager(root)
    logging._loggerClass = logging.Logger
    logging._logRecordFactory = logging.LogRecord
    logging.raiseExceptions = True
    logging.lastResort = LAST_RESORT
    logging._levelToName.clear()
    logging._levelToName.update(LEVEL_NAMES[0])
    logging._nameToLevel.clear()
    logging._nameToLevel.update(LEVEL_NAMES[1])
    bursts.clear()


def show(given):
    if given is None:
        return None
    if isinstance(given, bool):
        return 'true' if given else 'false'
    if isinstance(given, list):
        return ' '.join(given)
    return str(given) if isinstance(given, (str, int)) else repr(given)


def step(world, operation):
    try:
        return show(OPERATIONS[operation[0]](world, *operation[1:]))
    except Absent:
        return 'absent'
    except Exception as error:
        return headline(error)


def logger_state(world, logger):
    return [
        logger.name,
        repr(logger),
        logger.level,
        logger.parent and logger.parent.name,
        f'{"-" if logger.propagate else "|"}{"x" if logger.disabled else "-"}',
        ' '.join(map(world.label, logger.handlers)),
        len(logger.filters),
        ' '.join(str(n) for n in (0, 10, 20, 30, 50) if logger.isEnabledFor(n)),
    ]


def node_state(world, name, node):
    if isinstance(node, logging.PlaceHolder):
        return [name, '[' + ' '.join(logger.name for logger in node.loggerMap) + ']']
    return [name, *logger_state(world, node)]


def handler_state(key, handler):
    return [
        key,
        repr(handler),
        handler.name,
        handler.level,
        len(handler.filters),
        [str(record.msg) for record in getattr(handler, 'buffer', [])],
    ]


def reduced(text):
    lines = text.split('\n')
    return [line for line in lines if line and line != 'Call stack:' and not line.startswith('Logged from file')]


def run(program):
    world = World()
    stderr, sys.stderr = sys.stderr, world.stderr
    try:
        steps = [step(world, operation) for operation in program]
    finally:
        sys.stderr = stderr
    root = logging.root
    return {
        'steps': steps,
        'streams': [stream.text for stream in world.streams],
        'stderr': reduced(world.stderr.text),
        'notes': world.notes,
        'root': logger_state(world, root),
        'nodes': [node_state(world, name, node) for name, node in root.manager.loggerDict.items()],
        'handlers': [handler_state(key, handler) for key, handler in world.handlers.items()],
        'disable': root.manager.disable,
    }


def main(programs):
    traces = [run(program) for program in programs]
    reset()
    return traces
