"""Makes configurations for dictConfig, right and wrong, and CPython's answer to each. state.py stands before this file."""
import copy
import json
import logging.config
import random

LOGGERS = ['app', 'app.db', 'app.db.pool', 'app.web', 'lib', 'lib.net.http', 'other', '']
HANDLERS = ['console', 'errors', 'file', 'memory', 'null', 'queue', 'zlast']
LEVELS = ['DEBUG', 'INFO', 'WARNING', 'WARN', 'ERROR', 'CRITICAL', 'FATAL', 'NOTSET', 5, 15, 30, 0]
BAD_LEVELS = ['info', 'LOUD', 1.5, 'Warning ', '10', '']
NAMES = ['nope', 'consol', 'Brief', '__proto__', 'constructor']
CLASSES = ['nope.Handler', 'logging.Nope', 'logging.handlers.Nope', 'nope', 'logging.handlers', '']
REFERENCES = ['ext://nope.x', 'ext://sys.nope', 'cfg://nope', 'cfg://values.nope', 'cfg://!x', 'cfg://values.list[9]',
              'cfg://values.list!', 'cfg://']
WRONG = [None, 5, 'text', [], {}, ['x'], {'x': 1}]


class Maker:
    def __init__(self, random):
        self.random = random

    def often(self, share=0.5):
        return self.random.random() < share

    def some(self, items, most=3):
        return self.random.sample(items, self.random.randint(0, min(most, len(items))))

    def put(self, part, key, values, share=0.4):
        if self.often(share):
            part[key] = self.random.choice(values)

    # --- parts ---

    def formatter(self):
        r = self.random
        part = {}
        style = r.choice('%%{$')
        if self.often(0.85):
            part['format'] = r.choice({
                '%': ['%(levelname)s:%(message)s', '%(asctime)s %(name)-10s %(message)s', '%(name)s %(site)s',
                      '%(lineno)05d %(message)r', '%(msecs)06.2f %(processName)s'],
                '{': ['{levelname}:{message}', '{asctime} {name:>10} {message!r}', '{name} {site}', '{lineno:05d}'],
                '$': ['$levelname:$message', '${asctime} ${name}', '$name $site', '$$ $lineno'],
            }[style])
            if style != '%' or self.often(0.3):
                part['style'] = style
        self.put(part, 'datefmt', ['%H:%M:%S', '%d/%m/%y', '', None])
        self.put(part, 'defaults', [{'site': 'paris'}, {'site': 7, 'name': 'x'}, None], 0.35)
        self.put(part, 'validate', [True, False], 0.2)
        self.put(part, 'class', ['logging.Formatter'], 0.2)
        if self.often(0.12):
            part['()'] = 'logging.Formatter'
            part.pop('class', None)
        return part

    def filter(self):
        part = {}
        self.put(part, 'name', ['app', 'app.db', '', 'lib'], 0.8)
        self.put(part, '()', ['logging.Filter'], 0.2)
        self.put(part, 'other', [1], 0.1)
        if '()' in part:
            part.pop('other', None)
        return part

    def handler(self, name, names, formatters, filters):
        r = self.random
        part = {}
        if name == 'file':
            part['class'] = r.choice(['logging.FileHandler', 'logging.handlers.RotatingFileHandler'])
            part['filename'] = 'TEMP/%s.log' % r.choice('ab')
            self.put(part, 'mode', ['a', 'w'])
            self.put(part, 'encoding', ['utf-8', 'ascii'])
            self.put(part, 'delay', [True, False])
            if part['class'].endswith('RotatingFileHandler'):
                self.put(part, 'maxBytes', [0, 1000, 'cfg://values.size'])
                self.put(part, 'backupCount', [0, 3])
        elif name == 'memory':
            part['class'] = 'logging.handlers.MemoryHandler'
            part['capacity'] = r.choice([1, 10, 'cfg://values.size'])
            self.put(part, 'flushLevel', LEVELS)
            self.put(part, 'target', names)
            self.put(part, 'flushOnClose', [True, False])
        elif name == 'null':
            part['class'] = 'logging.NullHandler'
        elif name == 'queue':
            part['class'] = 'logging.handlers.QueueHandler'
            self.put(part, 'queue', ['queue.Queue', {'()': 'queue.Queue', 'maxsize': 5}, 'cfg://values.queue'])
            self.put(part, 'listener', ['logging.handlers.QueueListener'], 0.3)
            self.put(part, 'respect_handler_level', [True, False])
            if self.often():
                part['handlers'] = self.some(names, 2)
        else:
            part['class'] = 'logging.StreamHandler'
            self.put(part, 'stream', ['ext://sys.stdout', 'ext://sys.stderr', 'cfg://values.out'], 0.6)
            if self.often(0.2):
                part['.'] = {'terminator': r.choice(['\r\n', '', '!'])}
            if self.often(0.15):
                part['()'] = part.pop('class')
        self.put(part, 'level', LEVELS + [None])
        if formatters:
            self.put(part, 'formatter', formatters, 0.7)
        if filters and self.often(0.3):
            part['filters'] = self.some(filters)
        return part

    def logger(self, handlers, filters):
        part = {}
        self.put(part, 'level', LEVELS + [None], 0.7)
        if handlers and self.often(0.7):
            part['handlers'] = self.some(handlers)
        if filters and self.often(0.3):
            part['filters'] = self.some(filters)
        self.put(part, 'propagate', [True, False, 0, 1, None], 0.3)
        self.put(part, 'comment', ['anything'], 0.1)
        return part

    # --- wholes ---

    def config(self):
        r = self.random
        names = self.some(HANDLERS, 5)
        formatters = self.some(['brief', 'full', 'third'])
        filters = self.some(['mine', 'yours'], 2)
        config = {
            'version': r.choice([1, 1, 1, 1, 1.0, True]),
            'values': {'size': 77, 'list': [1, ['two', {'three': 3}], 'cfg://values.size'], 'out': 'ext://sys.stdout',
                       'queue': {'()': 'queue.Queue', 'maxsize': 'cfg://values.list[0]'}, 'level': 'ERROR'},
        }
        if self.often(0.9):
            config['formatters'] = {name: self.formatter() for name in formatters}
        else:
            formatters = []
        if filters:
            config['filters'] = {name: self.filter() for name in filters}
        config['handlers'] = {name: self.handler(name, names, formatters, filters) for name in names}
        if self.often(0.8):
            config['loggers'] = {name: self.logger(names, filters) for name in self.some(LOGGERS, 5)}
        if self.often(0.6):
            config['root'] = self.logger(names, filters)
        self.put(config, 'disable_existing_loggers', [True, False, None, 0], 0.5)
        self.put(config, 'incremental', [False, None], 0.1)
        for part in list(config.get('loggers', {}).values()) + list(config['handlers'].values()):
            if part.get('level') == 'ERROR' and self.often():
                part['level'] = 'cfg://values.level'
        return config

    def incremental(self, tree):
        config = {'version': 1, 'incremental': True}
        known = [name for _, name, _ in tree['root']['handlers']] or ['console']
        if self.often():
            config['handlers'] = {name: {'level': self.random.choice(LEVELS)} for name in self.some(known)}
            if self.often(0.15):
                config['handlers']['unknown'] = {'level': 'INFO'}
        config['loggers'] = {name: self.logger([], []) for name in self.some(LOGGERS)}
        if self.often():
            config['root'] = self.logger([], [])
        return config

    def tree(self):
        """Gives what is there before: loggers with handlers of the classes given."""
        def node():
            return {
                'level': self.random.choice([0, 0, 10, 40]),
                'propagate': self.often(0.8),
                'disabled': self.often(0.2),
                'filters': self.some(['app', 'lib'], 1),
                'handlers': [],
            }
        tree = {'root': node(), 'loggers': {name: node() for name in self.some([n for n in LOGGERS if n], 5)}}
        names = iter(self.some(HANDLERS + ['old', 'older'], 4))
        places = [tree['root']] + list(tree['loggers'].values())
        for name in names:
            handler = [self.random.choice(['StreamHandler', 'NullHandler']), name, self.random.choice([0, 20])]
            self.random.choice(places[:2])['handlers'].append(handler)
        return tree

    # --- what is wrong ---

    def nodes(self, value, path=()):
        yield path
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in items:
            if path or key not in ('version', 'values'):
                yield from self.nodes(item, path + (key,))

    def at(self, config, path):
        for key in path:
            config = config[key]
        return config

    def section(self, config, name):
        return config[name] if isinstance(config.get(name), dict) else {}

    def checked(self, config, path):
        """Whether dictConfig itself looks at the value; what classes make of odd arguments is their own matter."""
        unchecked = ('filename', 'mode', 'encoding', 'delay', 'maxBytes', 'backupCount', 'maxsize', 'flushOnClose')
        return '()' not in self.at(config, path[:-1]) and path[-1] not in unchecked and 'defaults' not in path[:-1]

    def part(self, config, *sections):
        parts = [part for section in sections for part in self.section(config, section).values() if isinstance(part, dict)]
        return self.random.choice(parts) if parts else None

    def break_something(self, config):
        r = self.random
        kind = r.randrange(16)
        handler = self.part(config, 'handlers')
        logger = self.part(config, 'loggers')
        formatter = self.part(config, 'formatters')
        if kind == 0:
            r.choice([lambda: config.pop('version', None), lambda: config.update(version=r.choice([2, '1', 0, 1.5]))])()
        elif kind == 1 and (logger or handler) is not None:
            r.choice([p for p in (logger, handler) if p is not None])['level'] = r.choice(BAD_LEVELS)
        elif kind == 2 and handler is not None:
            handler['formatter'] = r.choice(NAMES)
        elif kind == 3 and (handler or logger) is not None:
            r.choice([p for p in (logger, handler) if p is not None])['filters'] = [r.choice(NAMES)]
        elif kind == 4 and logger is not None:
            logger['handlers'] = [r.choice(NAMES)]
        elif kind == 5 and handler is not None:
            handler['class'] = r.choice(CLASSES)
        elif kind == 6 and handler is not None:
            handler.pop('class', None)
        elif kind == 7 and handler is not None:
            handler[r.choice(['maxByte', 'a-b', 'nope', '1x'])] = 1
        elif kind == 8 and (handler or formatter) is not None:
            r.choice([p for p in (formatter, handler) if p is not None])['()'] = r.choice(['nope.make', 'logging.nope'])
        elif kind == 9 and handler is not None:
            handler[r.choice(['level', 'stream', 'formatter', 'capacity'])] = r.choice(REFERENCES)
        elif kind == 10 and formatter is not None:
            formatter['format'] = r.choice(['no field', '%(bad', '{}', '{message', '{a.b!z}', '$', 'only $$', '{0}', '%d'])
        elif kind == 11 and formatter is not None and '()' not in formatter:
            formatter['style'] = r.choice(['x', '', '%%', None, 5])
        elif kind == 12 and isinstance(self.section(config, 'handlers').get('memory'), dict):
            config['handlers']['memory']['target'] = r.choice(NAMES + ['memory'])
        elif kind == 13 and isinstance(self.section(config, 'handlers').get('queue'), dict):
            part = config['handlers']['queue']
            r.choice([
                lambda: part.update(queue=r.choice([3, 'nope.Queue', {'x': 1}, 'logging.INFO'])),
                lambda: part.update(listener=r.choice([3, 'nope.L', 'logging.NullHandler'])),
                lambda: part.update(handlers=[r.choice(NAMES + ['queue'])]),
            ])()
        else:
            paths = [path for path in self.nodes(config) if path and self.checked(config, path)]
            if paths:
                path = r.choice(paths)
                parent = self.at(config, path[:-1])
                if self.often(0.3):
                    del parent[path[-1]]
                else:
                    parent[path[-1]] = copy.deepcopy(r.choice(WRONG))

    def case(self):
        tree = self.tree()
        config = self.incremental(tree) if self.often(0.15) else self.config()
        if self.often(0.55):
            for _ in range(self.random.choice([1, 1, 2])):
                self.break_something(config)
        return {'tree': tree, 'config': config}


def plant(tree):
    """Puts loggers and handlers there, as plant() does in dictConfig.test.ts."""
    for name, node in [(None, tree['root'])] + list(tree['loggers'].items()):
        logger = logging.getLogger(name)
        logger.setLevel(node['level'])
        logger.propagate = node['propagate']
        logger.disabled = node['disabled']
        for prefix in node['filters']:
            logger.addFilter(logging.Filter(prefix))
        for kind, handler_name, level in node['handlers']:
            handler = getattr(logging, kind)()
            handler.name = handler_name
            handler.setLevel(level)
            logger.addHandler(handler)


def located(value, folder):
    return json.loads(json.dumps(value).replace('TEMP/', folder + '/'))


def answer(case, folder):
    reset_state()
    plant(case['tree'])
    try:
        logging.config.dictConfig(located(case['config'], folder))
    except Exception as error:
        return {'refused': dump_error(error)}
    return {'state': dump_state()}


def main(argument):
    import tempfile
    import warnings
    warnings.simplefilter('ignore')
    maker = Maker(random.Random(argument['seed']))
    with tempfile.TemporaryDirectory() as folder:
        cases = argument.get('cases') or [maker.case() for _ in range(argument['count'])]
        answers = [dict(case, python=answer(case, folder)) for case in cases]
        reset_state()
    return answers
