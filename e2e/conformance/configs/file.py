"""Ini files for fileConfig, texts for ConfigParser and Python literals, random ones by a seed; and CPython's answers."""
import ast
import configparser
import io
import json
import logging.config
import operator
import os
import posixpath
import random
import re
import struct
import warnings

HERE = '/tmp/file-config'

# --- fileConfig -------------------------------------------------------------------------------------------------------

QUALNAMES = ['app', 'app.db', 'app.db.pool', 'lib', 'lib.http', 'x.y.z', 'root', 'caf\u00e9', 'a..b', 'a']
LEVELS = ['DEBUG', 'INFO', 'WARNING', 'WARN', 'ERROR', 'CRITICAL', 'FATAL', 'NOTSET']
WRONG_LEVELS = ['debug', 'DEBIG', '10', '', 'None']
FORMATS = ['%(message)s', '%(levelname)s:%(name)s:%(message)s', '%(name)-10s|%(message).10s', '%(lineno)05d %%|%(message)s',
           '%(levelno)s\n %(message)s']
WRONG_FORMATS = ['', 'no field', '%(message)', '{message}', '%(nope)s']
BRACES = ['{message}', '{levelname:>10}|{message!r}', '{lineno:05d} {{}} {name}', '{args[1]}']
WRONG_BRACES = ['{', '{message', 'plain', '{a b}']
DOLLARS = ['$message', '${levelname} $$ $message', '$name-$lineno']
WRONG_DOLLARS = ['$', 'plain', '${message']
STREAM_ARGS = ['()', '(sys.stdout,)', '(sys.stderr,)', '[sys.stdout]', 'sys.stdout,', '(None,)', '( sys.stderr , )', '[]',
               '(sys.stdout,\n  )', '(# the stream\n  sys.stdout,)']
STREAM_KWARGS = ['{}', "{'stream': sys.stdout}", "{'stream': None}", '{"stream": sys.stderr}']
WRONG_STREAM_ARGS = ['(sys.stdoutt,)', '(nope,)', '(', ')', '', '(1 2)', '5', 'None', 'sys.stdout', '(sys.stdout, 1)', "{'a'}..."]
WRONG_STREAM_KWARGS = ["{'strm': None}", '[]', '5', '{', '{1: 2}', "{'stream': nope}", "dict(stream=None"]
FILE_ARGS = ["('%(here)s/a.log',)", "('%(here)s/b.log', 'w')", "('%(here)s/a.log', 'a', 'utf-8')",
             "('%(here)s/' 'c.log', 'a', None, True)", "(r'%(here)s/d.log', 'a', 'utf-8', False, 'backslashreplace')",
             '["%(here)s/e.log"]', "('%(here)s/f.log',\n   'w',\n   'utf-8')"]
ROTATING_ARGS = ["('%(here)s/r.log',)", "('%(here)s/r.log', 'a', 1000, 5)", "('%(here)s/r.log', 'a', 1024*1024, 3, 'utf-8')",
                 "('%(here)s/r.log', 'a', 0x400, 1_0, None, True)", "('%(here)s/r.log', 'a', 2*1000 + 24, 1|2)"]
ROTATING_KWARGS = ['{}', "{'maxBytes': 10}", "{'backupCount': 2, 'delay': True}"]
WRONG_FILE_ARGS = ['()', "('%(nowhere)s/x.log',)", "('%(here)s/missing/x.log',)", "('%(here)s/a.log', 'a', 'no-such-codec')",
                   "('%(here)s/a.log',", "('a%')"]
MEMORY_ARGS = ['(10,)', '(10, ERROR)', '(0, DEBUG)', '(5, WARN + 5)', '(1, 30, None, False)']
MEMORY_KWARGS = ['{}', "{'flushOnClose': False}", "{'capacity': 4}"]
WRONG_MEMORY_ARGS = ['()', '(10, EROR)', '(1,)(2)', '(capacity=1)']


class Ini:
    """Writes one file in one of the many ways in which it may be written."""

    def __init__(self, rng, broken):
        self.rng = rng
        self.broken = broken
        self.lines = []

    def wrong(self):
        """Tells whether to go wrong here."""
        return self.broken and self.rng.random() < 0.05

    def choose(self, right, wrong):
        return self.rng.choice(wrong if self.wrong() else right)

    def section(self, name):
        if self.wrong():
            name = self.rng.choice([name.upper(), name + 's', ' ' + name, name[:-1]])
        if self.rng.random() < 0.2:
            self.lines.append(self.rng.choice(['# a comment', '; another', '   # indented', '']))
        self.lines.append('[%s]' % name)

    def option(self, name, value):
        if self.wrong() and self.rng.random() < 0.3:
            if self.rng.random() < 0.5:
                return
            name = name[1:] + name[0]
        if self.rng.random() < 0.1:
            name = self.rng.choice([name.upper(), name.title()])
        self.lines.append(name + self.rng.choice(['=', '=', '=', ' = ', ':', ' : ', '= ']) + value)

    def maybe(self, chance, name, value):
        if self.rng.random() < chance:
            self.option(name, value)

    def keys(self, names):
        return self.rng.choice([',', ', ', ' , ']).join(names)


def pick(rng, names):
    return rng.sample(names, rng.randint(0, len(names)))


def write_formatter(ini, name):
    rng = ini.rng
    ini.section('formatter_' + name)
    style = rng.choice('%%%%{$')
    right, wrong = {'%': (FORMATS, WRONG_FORMATS), '{': (BRACES, WRONG_BRACES), '$': (DOLLARS, WRONG_DOLLARS)}[style]
    if style != '%':
        ini.option('style', ini.choose([style], ['x', '', '%%', '{}']))
    if rng.random() < 0.9:
        ini.option('format', ini.choose(right, wrong))
    ini.maybe(0.3, 'datefmt', rng.choice(['%H:%M', '', '%Y-%m-%d %%']))
    ini.maybe(0.2, 'class', ini.choose(['logging.Formatter', ''], ['nope.Formatter', 'logging.Formater']))
    ini.maybe(0.1, 'defaults', ini.choose(["{'custom': 1}", '{}'], ['{', 'nope']))


def write_handler(ini, name, formatters, names):
    rng = ini.rng
    ini.section('handler_' + name)
    kind = rng.choice(['stream', 'stream', 'null', 'file', 'rotating', 'memory', 'memory', 'buffering'])
    classes = {'stream': ['StreamHandler', 'logging.StreamHandler'], 'null': ['NullHandler', 'logging.NullHandler'],
               'file': ['FileHandler', 'logging.FileHandler'],
               'rotating': ['handlers.RotatingFileHandler', 'logging.handlers.RotatingFileHandler'],
               'memory': ['handlers.MemoryHandler', 'logging.handlers.MemoryHandler'],
               'buffering': ['handlers.BufferingHandler']}
    ini.option('class', ini.choose(classes[kind], ['handlers.NopeHandler', 'nope.Handler', 'StreamHandlr', 'nope', '']))
    ini.maybe(0.6, 'level', ini.choose(LEVELS, WRONG_LEVELS))
    ini.maybe(0.7, 'formatter', ini.choose(formatters + [''], ['nope', 'f']))
    if kind == 'stream':
        if rng.random() < 0.5:
            ini.maybe(0.9, 'args', ini.choose(STREAM_ARGS, WRONG_STREAM_ARGS))
        else:
            ini.maybe(0.7, 'kwargs', ini.choose(STREAM_KWARGS, WRONG_STREAM_KWARGS))
    elif kind == 'file':
        ini.option('args', ini.choose(FILE_ARGS, WRONG_FILE_ARGS))
    elif kind == 'rotating':
        args = ini.choose(ROTATING_ARGS, WRONG_FILE_ARGS)
        ini.option('args', args)
        if args == ROTATING_ARGS[0] or ini.wrong():
            ini.maybe(0.6, 'kwargs', rng.choice(ROTATING_KWARGS))
    elif kind == 'memory':
        args = ini.choose(MEMORY_ARGS, WRONG_MEMORY_ARGS)
        ini.option('args', args)
        ini.maybe(0.2, 'kwargs', rng.choice(MEMORY_KWARGS[:2] if args != MEMORY_ARGS[4] else ['{}']))
        ini.maybe(0.7, 'target', ini.choose([other for other in names if other > name] + [''], ['nope']))
    elif kind == 'buffering':
        ini.option('args', '(3,)')
    ini.maybe(0.1, 'unknown', 'whatever')


def write_logger(ini, name, qualname, handlers):
    rng = ini.rng
    ini.section('logger_' + name)
    ini.maybe(0.7, 'level', ini.choose(LEVELS, WRONG_LEVELS))
    ini.option('handlers', ini.keys(pick(rng, handlers) + (['nope'] if ini.wrong() else [])))
    if name != 'root':
        ini.option('qualname', qualname)
        ini.maybe(0.5, 'propagate', ini.choose(['0', '1', ' 2', '-1', '+1', '0_0'], ['yes', '', '1.0', 'False']))


def make_file(rng, broken):
    ini = Ini(rng, broken)
    formatters = ['f%d' % i for i in range(rng.randint(0, 3))]
    handlers = ['h%d' % i for i in range(rng.randint(0, 4))]
    loggers = ['root'] + ['l%d' % i for i in range(rng.randint(0, 3))]
    rng.shuffle(loggers)
    rng.shuffle(handlers)
    parts = [lambda name=name: write_formatter(ini, name) for name in formatters]
    parts += [lambda name=name: write_handler(ini, name, formatters, handlers) for name in handlers]
    parts += [lambda name=name: write_logger(ini, name, rng.choice(QUALNAMES), handlers) for name in loggers]
    for section, names in (('formatters', formatters), ('handlers', handlers), ('loggers', loggers)):
        def write_keys(section=section, names=names):
            ini.section(section)
            ini.option('keys', ini.keys(names + (['nope'] if ini.wrong() else [])))
        parts.append(write_keys)
    if rng.random() < 0.3:
        rng.shuffle(parts)
    if rng.random() < 0.2:
        ini.section('DEFAULT')
        ini.option('level', rng.choice(LEVELS))
    for part in parts:
        part()
        if rng.random() < 0.5:
            ini.lines.append('')
    if broken and rng.random() < 0.3:
        break_lines(rng, ini.lines)
    text = '\n'.join(ini.lines) + rng.choice(['', '\n', '\n\n'])
    return text.replace('\n', '\r\n') if rng.random() < 0.05 else text


def break_lines(rng, lines):
    at = rng.randrange(len(lines))
    how = rng.randrange(7)
    if how == 0:
        del lines[at]
    elif how == 1:
        lines.insert(at, lines[at])
    elif how == 2:
        lines.insert(at, rng.choice(['junk', '=', '[', '[]', ':x', '\ufeff', ' continued', '[x]y=1', 'a b = c']))
    elif how == 3:
        lines[at] = '  ' + lines[at]
    elif how == 4:
        lines[at] = lines[at].replace('=', ' ')
    elif how == 5:
        other = rng.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    else:
        lines[at] = lines[at].replace('[', '').replace('%(', '%')


def make_files(seed, count):
    """Gives programs of one to three files that are read one after the other."""
    rng = random.Random(seed)
    cases = []
    for _ in range(count):
        steps = []
        for _ in range(rng.choice([1, 1, 2, 2, 3])):
            steps.append({'text': make_file(rng, rng.random() < 0.5), 'defaults': {'here': HERE},
                          'disable': rng.random() < 0.7, 'path': rng.random() < 0.3})
        existing = [[name, rng.choice([0, 10, 40])] for name in rng.sample(QUALNAMES, rng.randint(0, 4))]
        cases.append({'existing': existing, 'steps': steps})
    return cases


# Of what it evaluates.
warnings.simplefilter('ignore', SyntaxWarning)
HELD = []
add_reference = logging._addHandlerRef


def hold(handler):
    """Keeps a handler from being collected with its name, as ours are kept."""
    HELD.append(handler)
    add_reference(handler)


logging._addHandlerRef = hold


def run_step(step):
    source = io.StringIO(step['text'])
    if step['path']:
        source = HERE + '/config.ini'
        with open(source, 'w', newline='', encoding='utf-8') as file:
            file.write(step['text'])
    try:
        logging.config.fileConfig(source, defaults=step['defaults'], disable_existing_loggers=step['disable'],
                                  encoding='utf-8')
    except Exception as error:
        return {'error': [type(error).__name__, str(error) if step['path'] else str(error).replace(repr(source), '<source>')]}
    return {'state': dump_state()}


def run_case(case):
    """Gives the state after each file, up to the first that is refused."""
    reset_state()
    os.makedirs(HERE, exist_ok=True)
    for name, level in case['existing']:
        logging.getLogger(name).setLevel(level)
    answers = []
    for step in case['steps']:
        answers.append(run_step(step))
        if 'error' in answers[-1]:
            break
    reset_state()
    HELD.clear()
    return answers


def files(seed, count):
    return [[case, run_case(case)] for case in make_files(seed, count)]


# --- ConfigParser -----------------------------------------------------------------------------------------------------

PIECES = ['[', ']', '[a]', '[b]', '[DEFAULT]', '[a b]', 'x', 'y', 'X', 'long name', '=', ':', ' = ', '%', '%%', '%(x)s',
          '%(y)s', '%(X)s', '%(nope)s', '%(', ')s', '%()s', '#', ';', ' ', '  ', '\t', '\x0b', '\x1c', '\x85', '\xa0', '\u2028',
          '\ufeff', '\r', "'", '"', '\\', '\u00e9', '\u0130', '1', 'value']


def make_ini(rng):
    lines = []
    for _ in range(rng.randint(0, 12)):
        kind = rng.random()
        if kind < 0.25:
            line = rng.choice(['[a]', '[b]', '[c]', '[DEFAULT]', '[a]x', '[ a ]', '[[a]]', '[a] # c'])
        elif kind < 0.7:
            line = rng.choice(['x', 'y', 'z', 'X', 'w w']) + rng.choice(['=', ':', ' = ']) + \
                ''.join(rng.choice(PIECES) for _ in range(rng.randint(0, 4)))
        elif kind < 0.8:
            line = rng.choice(['', '  ', '# c', '; c', '  # c'])
        elif kind < 0.95:
            line = rng.choice([' ', '  ', '\t']) + ''.join(rng.choice(PIECES) for _ in range(rng.randint(1, 4)))
        else:
            line = ''.join(rng.choice(PIECES) for _ in range(rng.randint(1, 5)))
        lines.append(line)
    return ('' if rng.random() < 0.1 else '[first]\n') + '\n'.join(lines)


def outcome(work):
    try:
        return ['value', work()]
    except Exception as error:
        return ['error', type(error).__name__, str(error)]


def read_ini(case):
    def read():
        parser = configparser.ConfigParser(case['defaults'])
        for text in case['texts']:
            parser.read_string(text)
        return [list(parser.defaults().items())] + [
            [section, [[option, parser.get(section, option, raw=True), outcome(lambda: parser.get(section, option)),
                        outcome(lambda: parser.getint(section, option))]
                       for option in parser.options(section)]]
            for section in parser.sections()
        ]
    return outcome(read)


def inis(seed, count):
    rng = random.Random(seed)
    cases = []
    for _ in range(count):
        texts = [make_ini(rng) for _ in range(rng.choice([1, 1, 1, 2]))]
        cases.append({'defaults': rng.choice([{}, {'x': 'd'}, {'X': '1', 'base': '%(y)s'}]), 'texts': texts})
    return [[case, read_ini(case)] for case in cases]


# --- literals ---------------------------------------------------------------------------------------------------------

STRINGS = ['', 'a', 'hello', '\\n', '\\x41', '\\u00e9', '\\U0001F600', '\\101', '\\7', '\\\\', "\\'", '\\"', '\\q', '\\\n', '\u00e9',
           '\U0001F600', '%', '#', '{', '\\xg', '\\u12', '\\400', '\t', '\\0', '"', "'"]
NUMBERS = ['0', '1', '7', '42', '00', '1_000', '0x1F', '0XfF', '0o17', '0b101', '9007199254740991', '9007199254740992',
           '123456789012345678901234567890', '1.5', '.5', '1.', '1e3', '1E-7', '1_0.2_5', '1e400', '0.1', '010.5',
           '012', '1__0', '1_', '0x', '1.2.3', '1e', '2j', '0b2', '1if']
MUTANTS = '()[]{},:\'"\\ +-*|.#\n_0189abjxnutTFN='


def make_string(rng):
    prefix = rng.choice(['', '', '', 'r', 'b', 'u', 'R', 'br', 'Rb', 'bR', 'f', 'ur'])
    quote = rng.choice(["'", '"', "'''", '"""'])
    return prefix + quote + ''.join(rng.choice(STRINGS) for _ in range(rng.randint(0, 4))) + quote


def make_literal(rng, depth=0):
    kind = rng.random()
    if depth > 3 or kind < 0.25:
        return make_string(rng) + (rng.choice(['', ' ']) + make_string(rng) if rng.random() < 0.15 else '')
    if kind < 0.45:
        return rng.choice(['', '', '-', '+', '- ', '--']) + rng.choice(NUMBERS)
    if kind < 0.5:
        return make_operation(rng)
    if kind < 0.54:
        return make_call(rng, depth)
    if kind < 0.58:
        return rng.choice(['None', 'True', 'False', 'set()', 'set( )', '()', '[]', '{}', '...', 'none', 'set'])
    space = rng.choice(['', ' ', '\n', ' # c\n'])
    items = [make_literal(rng, depth + 1) for _ in range(rng.randint(0, 4))]
    comma = rng.choice([',', ', ', ' ,\n '])
    end = rng.choice(['', ',']) if items else ''
    if kind < 0.7:
        return '(' + space + comma.join(items) + end + space + ')'
    if kind < 0.8:
        return '[' + comma.join(items) + end + ']'
    if kind < 0.85 and items:
        return '{' + comma.join(items) + end + '}'
    keys = [make_string(rng) if rng.random() < 0.7 else make_literal(rng, depth + 2) for _ in items]
    return '{' + comma.join(k + rng.choice([':', ': ']) + v for k, v in zip(keys, items)) + end + '}'


OPERANDS = ['1', '20', '0x10', '3.5', '-2', '7', '1_0', '0', '-7', '100', '2.0', 'True']
OPERATORS = ['+', ' - ', '*', ' | ', '^', ' & ', '<<', ' >> ', '/', ' // ', ' % ', '**']
SEQUENCES = ["'a'", "'%s'", "'%s-%d'", "'%5.2s|%%'", "'%(x)s'", "b'x'", '[1, 2]', '(1,)', '()', "'x' 'y'", '[]', '{1}', "''"]
BEHIND = ["'a'", '1', '2', '-1', "('a', 2)", "{'x': 'y'}", '[3]', '(2,)', "b'y'", '()', '{}', 'None', '1.5', "('a',)"]
CALLS = ['dict', 'list', 'tuple', 'set', 'frozenset', 'int', 'os.path.join', 'open', 'os.getenv', 'str']
GIVEN = ["'a'", "'b/'", "'/c'", '[1, 2]', '(1, 2)', "{'a': 1}", "[('k', 1)]", '5', '-5.7', "'1_0'", "' -3 '", "'x'", 'k=1', 'v=[]',
         'k=2', 'None', "''", "'ab'"]


def make_operation(rng):
    if rng.random() < 0.4:
        return rng.choice(SEQUENCES) + rng.choice(['+', ' * ', ' % ', ' % ', '%', '|']) + rng.choice(BEHIND)
    text = rng.choice(['', '', '-', '~', '+-']) + rng.choice(OPERANDS)
    for _ in range(rng.randint(1, 3)):
        text += rng.choice(OPERATORS) + rng.choice(['', '', '-', '~']) + rng.choice(OPERANDS)
    return '(' + text + ')' if rng.random() < 0.3 else text


def make_call(rng, depth):
    given = [rng.choice(GIVEN) if rng.random() < 0.8 else make_literal(rng, depth + 2) for _ in range(rng.choice([0, 1, 1, 1, 2, 3]))]
    return rng.choice(CALLS) + rng.choice(['(', ' (', '(\n']) + ', '.join(given) + rng.choice(['', ',' if given else '']) + ')'


def mutate(rng, text):
    for _ in range(rng.randint(1, 3)):
        at = rng.randint(0, len(text))
        how = rng.randrange(3)
        text = text[:at] + (rng.choice(MUTANTS) if how != 1 else '') + text[at + (how != 0):]
    return text


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


OPERATIONS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
              ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: operator.pow, ast.LShift: operator.lshift,
              ast.RShift: operator.rshift, ast.BitOr: operator.or_, ast.BitXor: operator.xor, ast.BitAnd: operator.and_}
OF_NUMBERS = (ast.Add, ast.Sub, ast.Mult, ast.Div)
CALLED = {'dict': dict, 'list': list, 'tuple': tuple, 'set': set, 'frozenset': set, 'int': int, 'os.path.join': posixpath.join}
MOST = 65536


def operate(kind, left, right):
    work = OPERATIONS[kind]
    if is_number(left) and is_number(right):
        left, right = as_integer(left), as_integer(right)
        if isinstance(left, int) and isinstance(right, int):
            if kind in (ast.Pow, ast.LShift) and not 0 <= right <= MOST or kind is ast.Pow and abs(left) ** right >= 1 << MOST:
                raise ValueError('not made here')
            if kind is ast.Div and max(abs(left), abs(right)) >= 2 ** 53:
                raise SyntaxError('not read here')
        elif kind not in OF_NUMBERS or kind is ast.Div and max(abs(left), abs(right)) >= 2 ** 53 and \
                (isinstance(left, int) or isinstance(right, int)):
            raise SyntaxError('not read here')
        return work(left, right)
    if kind is ast.Mod and isinstance(left, str):
        values = list(right.values()) if isinstance(right, dict) else right if isinstance(right, tuple) else [right]
        values = [as_integer(value) if is_number(value) else value for value in values]
        if not all(isinstance(value, str) or is_number(value) and isinstance(value, int) for value in values):
            raise SyntaxError('not read here')
        if isinstance(right, dict) and re.search(r'%(?!\()', left.replace('%%', '')):
            raise SyntaxError('not read here')
        return left % (dict(zip(right, values)) if isinstance(right, dict) else tuple(values))
    for sequence in (str, bytes, list, tuple):
        if kind is ast.Add and isinstance(left, sequence) and isinstance(right, sequence):
            return left + right
        if kind is ast.Mult and (isinstance(left, sequence) and is_number(right) or isinstance(right, sequence) and is_number(left)):
            return work(as_integer(left) if is_number(left) else left, as_integer(right) if is_number(right) else right)
    raise SyntaxError('not read here')


def call(name, args, keywords):
    if name == 'int' and (len(args) > 1 or args and isinstance(args[0], bytes)):
        raise SyntaxError('not read here')
    if name == 'os.path.join' and not all(isinstance(part, str) for part in args):
        raise SyntaxError('not read here')
    return CALLED[name](*args, **keywords)


def evaluate(node):
    """What Python gives for the part of its language that is read here; anything else is refused."""
    if isinstance(node, ast.Expression):
        return evaluate(node.body)
    if isinstance(node, ast.Constant) and not isinstance(node.value, complex) and node.value is not ...:
        return node.value
    if isinstance(node, ast.Tuple):
        return tuple(evaluate(item) for item in node.elts)
    if isinstance(node, ast.List):
        return [evaluate(item) for item in node.elts]
    if isinstance(node, ast.Set):
        return {evaluate(item) for item in node.elts}
    if isinstance(node, ast.Dict):
        return {evaluate(key): evaluate(value) for key, value in zip(node.keys, node.values)}
    if isinstance(node, ast.Call) and ast.unparse(node.func) in CALLED and \
            not any(isinstance(item, ast.Starred) for item in node.args) and all(item.arg for item in node.keywords) and \
            len({item.arg for item in node.keywords}) == len(node.keywords):
        return call(ast.unparse(node.func), [evaluate(item) for item in node.args],
                    {item.arg: evaluate(item.value) for item in node.keywords})
    if isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.Not):
        value = evaluate(node.operand)
        if is_number(value):
            return -value if isinstance(node.op, ast.USub) else ~as_integer(value) if isinstance(node.op, ast.Invert) else value
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        return operate(type(node.op), evaluate(node.left), evaluate(node.right))
    raise SyntaxError('not read here')


def as_integer(value):
    """JavaScript's 7.0 is 7, where it counts by ones."""
    return int(value) if abs(value) < 2 ** 53 and value == int(value) else value


def number(value):
    if value != value:
        return 'nan'
    if isinstance(value, int) or (value == value // 1 and abs(value) < 2 ** 53):
        return str(int(value))
    return struct.pack('>d', value).hex()


def plain(value):
    """Gives a value as JSON that JavaScript can give too."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return ['str', value]
    if isinstance(value, bytes):
        return ['bytes', list(value)]
    if is_number(value):
        return ['number', number(value)]
    if isinstance(value, (tuple, list)):
        return ['list', [plain(item) for item in value]]
    if isinstance(value, dict):
        pairs = [[plain(key), plain(item)] for key, item in value.items()]
        if all(isinstance(key, str) for key in value):
            return ['object', in_order(pairs)]
        return ['map', pairs]
    return ['set', in_order(plain(item) for item in value)]


def in_order(items):
    """As JSON texts, in the order of their characters: what has no order of its own, or another in JavaScript."""
    return sorted(json.dumps(item, ensure_ascii=False, separators=(',', ':')) for item in items)


def read_literal(text):
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        try:
            return ['value', plain(evaluate(ast.parse(text.lstrip(' \t'), mode='eval')))]
        except Exception as error:
            return ['error', type(error).__name__, str(error)]


def literals(seed, count):
    rng = random.Random(seed)
    texts = []
    for _ in range(count):
        text = make_literal(rng)
        texts.append(text if rng.random() < 0.6 else mutate(rng, text))
    cases = [[text, read_literal(text)] for text in texts]
    # Its ini files have no lines that are indented.
    return [case for case in cases if case[1][1] != 'IndentationError']


# --- cases by hand ----------------------------------------------------------------------------------------------------

BASE = """[loggers]
keys=root,app

[handlers]
keys=console

[formatters]
keys=brief

[logger_root]
level=WARNING
handlers=console

[logger_app]
qualname=app
handlers=
level=DEBUG

[handler_console]
class=StreamHandler
args=(sys.stdout,)
formatter=brief
level=INFO

[formatter_brief]
format=%(levelname)s:%(message)s
"""

# What to put in place of what in BASE.
EDITS = [
    ('', ''),
    ('[loggers]', '[Loggers]'),
    ('keys=root,app', 'keys=app'),
    ('keys=root,app', 'keys='),
    ('keys=root,app', 'keys=root,app,nope'),
    ('keys=root,app', 'keys=root,root,app'),
    ('keys=root,app', 'keys = root ,\tapp '),
    ('keys=root,app', 'key=root,app'),
    ('keys=console', 'keys=console,console'),
    ('keys=console', 'keys='),
    ('keys=brief', 'keys=brief,'),
    ('keys=brief', 'keys='),
    ('handlers=console', 'handlers=nope'),
    ('handlers=console', 'handlers=console,console'),
    ('handlers=console\n', ''),
    ('level=WARNING', 'level=%(nope)s'),
    ('level=WARNING', 'level=warning'),
    ('level=WARNING', 'level=30'),
    ('level=DEBUG', 'level=%%'),
    ('level=DEBUG', 'level=DEBUG\npropagate=0'),
    ('level=DEBUG', 'level=DEBUG\npropagate=no'),
    ('level=DEBUG', 'level=DEBUG\npropagate='),
    ('level=DEBUG', 'level=DEBUG\npropagate=%(nope)s'),
    ('level=DEBUG', 'level=DEBUG\nlevel=INFO'),
    ('qualname=app', 'qualname='),
    ('qualname=app', 'qualname=root'),
    ('qualname=app\n', ''),
    ('class=StreamHandler', 'class=logging.StreamHandler'),
    ('class=StreamHandler', 'class=StreamHandler()'),
    ('class=StreamHandler', 'class=handlers'),
    ('class=StreamHandler\n', ''),
    ('args=(sys.stdout,)', 'args=(sys.stdout)'),
    ('args=(sys.stdout,)', 'args=(sys.stdout,'),
    ('args=(sys.stdout,)', 'args=(sys.nope,)'),
    ('args=(sys.stdout,)', "args=(__import__('os').system('true'),)"),
    ('args=(sys.stdout,)', "args=('%s' % 1,)"),
    ('args=(sys.stdout,)', 'args=5'),
    ('args=(sys.stdout,)', 'args=(sys.stdout, 1, 2)'),
    ('args=(sys.stdout,)', 'args=(sys.stdout,)\nkwargs={"stream": None}'),
    ('args=(sys.stdout,)', 'kwargs={"stream": sys.stderr}'),
    ('args=(sys.stdout,)', 'kwargs=["stream"]'),
    ('args=(sys.stdout,)', 'args=\n  (\n  sys.stdout,\n  )'),
    ('args=(sys.stdout,)', 'args=(sys.stdout,) ; no inline comment'),
    ('args=(sys.stdout,)', 'args=(sys.stdout,) # a comment of Python'),
    ('formatter=brief', 'formatter=breif'),
    ('formatter=brief', 'formatter='),
    ('format=%(levelname)s:%(message)s', 'format=%(levelname)s\n  %(message)s'),
    ('format=%(levelname)s:%(message)s', 'format={message}\nstyle={'),
    ('format=%(levelname)s:%(message)s', 'format={message}'),
    ('format=%(levelname)s:%(message)s', 'format=$message\nstyle=$'),
    ('format=%(levelname)s:%(message)s', 'format=%(custom)s %(message)s\ndefaults={"custom": "x"}'),
    ('format=%(levelname)s:%(message)s', 'format=%(custom)s %(message)s\ndefaults={"custom": x}'),
    ('format=%(levelname)s:%(message)s', 'class=logging.Formatter'),
    ('format=%(levelname)s:%(message)s', 'class=Formatter'),
    ('format=%(levelname)s:%(message)s', 'style=?'),
]


def fixture(seed, count):
    """One case for each edit, then random ones."""
    cases = []
    for old, new in EDITS:
        step = {'text': BASE.replace(old, new, 1) if old else BASE, 'defaults': {}, 'disable': True, 'path': False}
        cases.append({'existing': [['app.db', 10], ['other', 40]], 'steps': [step]})
    return [[case, run_case(case)] for case in cases + make_files(seed, count)]


KINDS = {'files': files, 'fixture': fixture, 'inis': inis, 'literals': literals}


def main(request):
    return KINDS[request['kind']](request['seed'], request['count'])
