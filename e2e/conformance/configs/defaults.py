"""Every handler of CPython's with its defaults given explicitly, and with too few and too many values: what is accepted?"""
import copy
import inspect
import json
import logging
import logging.config
import logging.handlers
import os
import sys
import tempfile

# What parameters without a default get.
REQUIRED = {'filename': 'TEMP/a.log', 'host': 'localhost', 'port': 9, 'url': '/log', 'capacity': 5, 'appname': 'app',
            'mailhost': 'localhost', 'fromaddr': 'a@example.com', 'toaddrs': ['b@example.com'], 'subject': 'hi', 'queue': 5}
# Base classes, which nobody configures.
BASES = {logging.Handler, logging.handlers.BaseRotatingHandler}


def handlers():
    for prefix, module in (('', logging), ('handlers.', logging.handlers)):
        for name, thing in sorted(vars(module).items()):
            if not isinstance(thing, type) or not issubclass(thing, logging.Handler) or name.startswith('_'):
                continue
            if thing.__module__ == module.__name__ and thing not in BASES:
                yield prefix + name, thing


def ini(name, args, kwargs):
    return ('[loggers]\nkeys=root\n[handlers]\nkeys=h\n[formatters]\nkeys=\n[logger_root]\nhandlers=h\n'
            '[handler_h]\nclass=%s\nargs=%r\nkwargs=%r\n' % (name, tuple(args), kwargs))


def cases():
    for name, klass in handlers():
        parameters = [(each.name, each.default) for each in inspect.signature(klass).parameters.values()]
        required = [REQUIRED[key] for key, default in parameters if default is inspect.Parameter.empty]
        names = [key for key, default in parameters if default is inspect.Parameter.empty]
        defaults = {key: default for key, default in parameters if default is not inspect.Parameter.empty}
        every = required + list(defaults.values())
        keywords = dict(zip(names, required))
        calls = [('all in args', every, {}), ('all in kwargs', [], {**keywords, **defaults}),
                 ('too many', every + [None], {}), ('far too many', every + [1, 2, 3, 4, 5, 6, 7, 8, 9], {})]
        calls += [('%s in kwargs' % key, required, {key: value}) for key, value in defaults.items()]
        calls += [('%d args' % count, every[:count], {}) for count in range(len(every))]
        for what, args, kwargs in calls:
            yield {'name': name, 'what': what, 'ini': ini(name, args, kwargs)}
        full = 'logging.' + name
        for what, options in [('all', defaults)] + [(key, {key: value}) for key, value in defaults.items()]:
            part = {'class': full, **keywords, **options}
            yield {'name': name, 'what': 'dictConfig with ' + what, 'config': {'version': 1, 'handlers': {'h': part}}}


def accepts(case, folder):
    text = json.dumps(case).replace('TEMP', folder)
    case = json.loads(text)
    try:
        if 'config' in case:
            logging.config.dictConfig(case['config'])
        else:
            path = os.path.join(folder, 'a.ini')
            with open(path, 'w') as file:
                file.write(case['ini'])
            logging.config.fileConfig(path)
        return None
    except Exception as error:
        return '%s: %s' % (type(error).__name__, error.__cause__ or error)


# NTEventLogHandler prints on other systems than Windows.
stdout, sys.stdout = sys.stdout, sys.stderr
with tempfile.TemporaryDirectory() as folder:
    answers = [{**case, 'refused': accepts(copy.deepcopy(case), folder)} for case in cases()]
json.dump(answers, stdout)
