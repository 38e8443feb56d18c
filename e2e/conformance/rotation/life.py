"""Plays lives of file handlers in CPython, each in a folder of its own, and prints what they left; life.ts does the same on
treeline. All of them are played by this one process.

The handlers are those of CPython 3.14: its package `logging` is read from the standard library that comes with pyodide, and run
by the python3 that is here, because only a real C library knows the time zones. One thing in it is changed: a period whose
name is taken ends (rotation-goes-on).
"""

import datetime
import json
import os
import shutil
import sys
import tempfile
import time
import types
import zipfile


def load(library, name, path):
    module = types.ModuleType(name)
    module.__file__ = path
    module.__path__ = []
    module.__package__ = 'logging'
    sys.modules[name] = module
    exec(compile(library.read(path), path, 'exec'), module.__dict__)
    return module


given = json.load(sys.stdin)
library = zipfile.ZipFile(given['library'])
logging = load(library, 'logging', 'logging/__init__.py')
handlers = logging.handlers = load(library, 'logging.handlers', 'logging/handlers.py')
logging.raiseExceptions = True

# Every file that is written gets the time of the life's clock, which is before this.
REAL_SECONDS = 1767225600


class Clock:
    ms = 0


time.time = lambda: Clock.ms / 1000

python_do_rollover = handlers.TimedRotatingFileHandler.doRollover


def do_rollover(self):
    """rotation-goes-on: where the name is taken, the next period begins."""
    python_do_rollover(self)
    if self.rolloverAt <= int(time.time()):
        self.rolloverAt = self.computeRollover(int(time.time()))


handlers.TimedRotatingFileHandler.doRollover = do_rollover


def log_last(name):
    folder, base = os.path.split(name)
    return os.path.join(folder, base.replace('.log', '') + '.log')


def in_front(name):
    folder, base = os.path.split(name)
    return os.path.join(folder, base.removeprefix('app.log.') + '-app')


NAMERS = {'none': None, 'suffix': lambda name: name + '.old', 'logLast': log_last, 'inFront': in_front}
NAMERS['one'] = lambda name: os.path.join(os.path.dirname(name), 'app.before')


def read(path):
    with open(path, encoding='utf-8', newline='') as file:
        return file.read()


def write(path, text):
    with open(path, 'w', encoding='utf-8', newline='') as file:
        file.write(text)


def wrapping(source, dest):
    if os.path.exists(source):
        write(dest, '<' + read(source) + '>')
        os.remove(source)


def copying(source, dest):
    if os.path.exists(source):
        write(dest, read(source))
        write(source, '')


ROTATORS = {'none': None, 'wrapping': wrapping, 'copying': copying, 'idle': lambda source, dest: None}


class Life:
    def __init__(self, life, folder):
        self.life = life
        self.folder = folder
        self.base = os.path.join(folder, 'app.log')
        self.handler = None
        self.errors = 0
        Clock.ms = life['start']
        for name, text, age in life['files']:
            self.put(name, text, Clock.ms - age)

    def path(self, name):
        return os.path.join(self.folder, name)

    def put(self, name, text, ms):
        """Makes a file, a folder or a link."""
        path = self.path(name)
        if text == '/':
            os.makedirs(path, exist_ok=True)
            return
        if text.startswith('->'):
            if not os.path.lexists(path):
                os.symlink(text[2:], path)
            return
        write(path, text)
        os.utime(path, ns=(ms * 1_000_000, ms * 1_000_000))

    def touch(self):
        """Gives what was written the time of the life's clock."""
        for name in os.listdir(self.folder):
            path = self.path(name)
            if os.path.isfile(path) and os.stat(path).st_mtime > REAL_SECONDS:
                os.utime(path, ns=(Clock.ms * 1_000_000, Clock.ms * 1_000_000))

    def start(self, changes):
        life = self.life
        options = dict(life['options'], **changes)
        if options.get('atTime') is not None:
            options['atTime'] = datetime.time(*options['atTime'])
        if not options.get('delay') and not os.path.exists(self.base):
            # A file that the handler makes has the time of the life's clock from the beginning.
            self.put('app.log', '', Clock.ms)
        kind = {'timed': handlers.TimedRotatingFileHandler, 'rotating': handlers.RotatingFileHandler,
                'watched': handlers.WatchedFileHandler}[life['kind']]
        self.handler = handler = kind(self.base, encoding='utf-8', **options)
        if life['kind'] != 'watched':
            handler.namer = NAMERS[life['namer']]
            handler.rotator = ROTATORS[life['rotator']]
        if life.get('suffix'):
            handler.suffix, pattern = life['suffix']
            handler.extMatch = handlers.re.compile(pattern, handlers.re.ASCII)
        handler.handleError = self.count_error
        if life['kind'] == 'timed' and os.path.exists(self.base) and not os.path.isfile(self.base):
            # When a device was written is the machine's affair.
            handler.rolloverAt = handler.computeRollover(int(time.time()))
        handler.setFormatter(logging.Formatter('%(message)s'))
        logger = logging.getLogger('life')
        logger.propagate = False
        logger.handlers = [handler]

    def count_error(self, record):
        self.errors += 1

    def stop(self):
        self.handler.close()
        logging.getLogger('life').handlers = []

    # --- the operations ---

    def op_log(self, text):
        logging.getLogger('life').warning('%s', text)

    def op_wait(self, ms):
        Clock.ms += ms

    def op_restart(self, changes):
        self.stop()
        self.start(changes)

    def op_rollover(self):
        self.handler.doRollover()

    def op_due(self):
        return self.handler.shouldRollover(logging.makeLogRecord({'msg': 'x'}))

    def op_candidates(self):
        return [os.path.basename(path) for path in self.handler.getFilesToDelete()]

    def op_put(self, name, text):
        self.put(name, text, Clock.ms)

    def op_take(self, number):
        """Deletes one of the files that the handler does not write."""
        names = sorted(name for name in os.listdir(self.folder)
                       if name not in ('app.log', 'real.txt') and os.path.isfile(self.path(name)))
        if names:
            os.remove(self.path(names[number % len(names)]))

    def op_empty(self):
        """What logrotate's copytruncate does."""
        if os.path.isfile(self.base):
            os.truncate(self.base, 0)

    def op_move(self, name):
        """What logrotate's create does, before it creates."""
        if os.path.lexists(self.base) and not os.path.exists(self.path(name)):
            os.rename(self.base, self.path(name))

    def op_delete(self):
        if os.path.lexists(self.base):
            os.remove(self.base)

    def play(self):
        steps = []
        self.start({})
        for name, *args in self.life['operations']:
            outcome = getattr(self, 'op_' + name)(*args)
            self.touch()
            steps.append([outcome, getattr(self.handler, 'rolloverAt', None), self.sizes()])
        self.stop()
        return {'steps': steps, 'files': self.files(), 'errors': self.errors}

    def sizes(self):
        if self.life['buffering']:
            return sorted(os.listdir(self.folder))
        return [f'{name}:{os.path.getsize(self.path(name)) if os.path.isfile(self.path(name)) else "-"}'
                for name in sorted(os.listdir(self.folder))]

    def files(self):
        paths = {name: self.path(name) for name in sorted(os.listdir(self.folder))}
        return {name: read(path) if os.path.isfile(path) else '-' for name, path in paths.items()}


def play(life):
    os.environ['TZ'] = life['zone']
    time.tzset()
    folder = tempfile.mkdtemp(prefix='treeline-life-')
    try:
        return Life(life, folder).play()
    finally:
        shutil.rmtree(folder)


json.dump([play(life) for life in given['lives']], sys.stdout)
