"""The state of CPython's logging as plain data: state.ts gives the same of ours."""
import logging
import logging.handlers
import os
import sys
import time

RECORD = {
    'name': 'app.db', 'levelno': 30, 'levelname': 'WARNING', 'msg': 'query %s took %05d ms', 'args': ('q1', 42),
    'pathname': '/srv/app/db.py', 'filename': 'db.py', 'module': 'db', 'lineno': 7, 'funcName': 'query',
    'created': 1700000000.25, 'msecs': 250.0, 'relativeCreated': 12.0, 'thread': 1, 'threadName': 'MainThread',
    'process': 2, 'processName': 'MainProcess', 'taskName': None, 'exc_info': None, 'exc_text': None,
    'stack_info': None,
}


take_lower_case(logging)


def dump_type(error):
    """JavaScript has one class for both."""
    return 'ValueError' if isinstance(error, IndexError) else type(error).__name__


def dump_error(error):
    """Gives an exception and its causes, the outermost first."""
    chain = []
    while error is not None and len(chain) < 10:
        chain.append({'type': dump_type(error), 'message': str(error)})
        error = error.__cause__
    return chain


def dump_text(handler):
    # A fixture must not depend on where it was made.
    logging.Formatter.converter = time.gmtime
    try:
        return handler.format(logging.makeLogRecord(RECORD))
    except Exception as error:
        return '%s: %s' % (dump_type(error), error)
    finally:
        logging.Formatter.converter = time.localtime


def dump_filters(filterer):
    return [
        {'class': type(f).__name__, 'name': f.name} if isinstance(f, logging.Filter)
        else {'class': 'function' if callable(f) else type(f).__name__}
        for f in filterer.filters
    ]


def dump_stream(stream):
    return 'stdout' if stream is sys.stdout else 'stderr' if stream is sys.stderr else 'none' if stream is None else 'other'


def dump_handler(handler):
    dumped = {
        'class': type(handler).__name__,
        'name': handler.name,
        'level': handler.level,
        'formatter': None if handler.formatter is None else type(handler.formatter).__name__,
        'text': dump_text(handler),
        'filters': dump_filters(handler),
    }
    if isinstance(handler, logging.FileHandler):
        dumped['filename'] = os.path.basename(handler.baseFilename)
        dumped['mode'] = handler.mode
    elif isinstance(handler, logging.StreamHandler):
        dumped['stream'] = dump_stream(handler.stream)
    if isinstance(handler, logging.StreamHandler):
        dumped['terminator'] = handler.terminator
    if isinstance(handler, logging.handlers.RotatingFileHandler):
        dumped['maxBytes'] = handler.maxBytes
        dumped['backupCount'] = handler.backupCount
    if isinstance(handler, logging.handlers.BufferingHandler):
        dumped['capacity'] = handler.capacity
    if isinstance(handler, logging.handlers.MemoryHandler):
        dumped['flushLevel'] = handler.flushLevel
        dumped['flushOnClose'] = bool(handler.flushOnClose)
        dumped['target'] = None if handler.target is None else dump_handler(handler.target)
    if isinstance(handler, logging.handlers.QueueHandler):
        listener = getattr(handler, 'listener', None)
        dumped['listener'] = None if listener is None else {
            'class': type(listener).__name__,
            'handlers': [h.name for h in listener.handlers],
            'respect_handler_level': bool(listener.respect_handler_level),
            'same_queue': listener.queue is handler.queue,
        }
    return dumped


def dump_logger(logger):
    return {
        'class': type(logger).__name__,
        'level': logger.level,
        'disabled': bool(logger.disabled),
        'propagate': bool(logger.propagate),
        'handlers': [dump_handler(h) for h in logger.handlers],
        'filters': dump_filters(logger),
    }


def dump_state():
    """Gives the root logger, the loggers by name in order, and the names that handlers are known by."""
    loggers = logging.root.manager.loggerDict
    return {
        'root': dump_logger(logging.root),
        'loggers': [
            [name, dump_logger(loggers[name])] for name in sorted(loggers) if isinstance(loggers[name], logging.Logger)
        ],
        'handlers': sorted(logging._handlers),
    }


def reset_state():
    """Puts logging back to how it is after import."""
    logging.shutdown()
    logging._handlers.clear()
    del logging._handlerList[:]
    logging.root.manager.loggerDict.clear()
    logging.root.manager.disable = 0
    logging.root.handlers = []
    logging.root.filters = []
    logging.root.disabled = False
    logging.root.propagate = True
    logging.root.setLevel(logging.WARNING)
    logging.root.manager._clear_cache()
