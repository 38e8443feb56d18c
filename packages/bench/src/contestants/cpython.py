"""One run of CPython's logging: python3 cpython.py <workload as JSON> <lines> <warm-up> <output>. The result goes to
file descriptor 3."""
import json
import logging
import os
import resource
import sys
import time

workload, lines, warm_up, output = json.loads(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
call, needs, buffered = workload['call'], workload['needs'], workload['durability'] == 'buffered'

BUFFERING = 16384
LINES_A_BLOCK = 200
LONGEST_NS = 250_000_000
BINDINGS = {'service': 'api', 'version': '1.2.3', 'region': 'eu-1', 'instance': 7, 'tenant': 'acme'}
LONG = ('a "quoted" word, a \\ and a plain sentence. ' * 232)[:10_000]
USUAL = set(vars(logging.makeLogRecord({}))) | {'message', 'asctime'}


class JSONFormatter(logging.Formatter):
    """The standard library has none: the Cookbook's way, json.dumps, with the time and extra's fields."""

    default_time_format = '%Y-%m-%dT%H:%M:%S'
    default_msec_format = '%s.%03dZ'
    converter = time.gmtime

    def format(self, record):
        line = {
            'time': self.formatTime(record),
            'level': record.levelname,
            'logger': record.name,
            'message': record.getMessage(),
        }
        if 'caller' in needs:
            line['file'] = record.pathname
            line['line'] = record.lineno
        if len(record.__dict__) > len(USUAL) - 2:
            line.update((key, value) for key, value in record.__dict__.items() if key not in USUAL)
        if record.exc_info:
            line['exc_info'] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, separators=(',', ':'))


class BufferedFileHandler(logging.FileHandler):
    """Holds up to BUFFERING bytes: the stream's own buffer, not flushed after each record."""

    def _open(self):
        return open(self.baseFilename, self.mode, buffering=BUFFERING, encoding='utf-8')

    def flush(self):
        pass


def handler(name, formatter):
    opened = BufferedFileHandler(name) if buffered else logging.FileHandler(name, encoding='utf-8')
    opened.setFormatter(formatter)
    return opened


text = logging.Formatter('%(asctime)s %(levelname)s %(name)s %(message)s')
if 'tree' in needs:
    logging.basicConfig(handlers=[handler(output + '.text', text)], level='INFO')
    logging.getLogger('bench').addHandler(handler(output, JSONFormatter()))
else:
    logging.basicConfig(handlers=[handler(output, text if workload['layout'] == 'text' else JSONFormatter())], level='INFO')
log = logging.getLogger('bench.race.deep' if 'tree' in needs or 'deep' in needs else 'bench.race')
adapter = logging.LoggerAdapter(log, BINDINGS)
try:
    raise RuntimeError('no answer') from OSError('connection refused')
except RuntimeError as error:
    failure = error

line = {
    'disabled': lambda i: log.debug('user %s did %d', 'ann', i),
    'disabledLiteral': lambda i: log.debug('the service is ready'),
    'disabledObject': lambda i: log.debug('request done', {'method': 'GET', 'path': '/users/42', 'ms': i}),
    'message': lambda i: log.info('the service is ready'),
    'arguments': lambda i: log.info('user %s did %d', 'ann', i),
    'fields': lambda i: log.info('request done', extra={'method': 'GET', 'path': '/users/42', 'status': 200, 'user': 'ann', 'ms': i}),
    'bindings': lambda i: adapter.info('user %s did %d', 'ann', i),
    'error': lambda i: log.error('request %d failed', i, exc_info=failure),
    'long': lambda i: log.info('%s did %d', LONG, i),
    'unicode': lambda i: log.info('пользователь %s 完成 %d 🚀', 'Åsa', i),
}[call]

start = time.perf_counter_ns()
warm = 0
while warm < warm_up and time.perf_counter_ns() - start < LONGEST_NS / 2:
    line(warm)
    warm += 1
start = time.perf_counter_ns()
i = warm
while i < warm + lines:
    stop = min(warm + lines, i + LINES_A_BLOCK)
    for i in range(i, stop):
        line(i)
    i = stop
    if 'lines' not in workload and time.perf_counter_ns() - start > LONGEST_NS:
        break
called = time.perf_counter_ns()
if workload['durability'] != 'none':
    logging.shutdown()
end = time.perf_counter_ns()
count = i - warm
result = {
    'nsPerLine': (end - start) / count,
    'nsInCall': (called - start) / count,
    'lines': 0 if workload['durability'] == 'none' else i,
    'peakKB': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
}
os.write(3, json.dumps(result).encode())
