"""Takes batches of records (docs/batches.md) and writes each record once, as a line of JSON.

python3 receiver.py 8080 page.ndjson
"""
import json, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

port, path = int(sys.argv[1]), sys.argv[2]
lock, log = Lock(), open(path, 'a+', encoding='ascii', newline='\n')
log.seek(0)
known = set(log)  # the log is the memory, also after a restart
if any(not line.endswith('\n') for line in known):
    log.write('\n')  # a crash has cut the last line

class Receiver(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_POST(self):
        length = int(self.headers.get('Content-Length', 0))
        if length > 1_000_000:
            return self.answer(413, Connection='close')
        header, *lines = self.rfile.read(length).split(b'\n')
        try:
            src = json.loads(header)['src']
            records = [{**json.loads(line), 'src': src} for line in lines if line]
        except (ValueError, TypeError, KeyError, RecursionError):
            return self.answer(400)  # the sender finds the line by halving
        with lock:
            for record in records:
                line = json.dumps(record) + '\n'
                if line not in known:
                    log.write(line)
                    known.add(line)
            log.flush()
        self.answer(204, treeline='1')

    def answer(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header('Content-Length', '0')
        self.end_headers()

    def log_message(self, *args):
        pass

ThreadingHTTPServer(('127.0.0.1', port), Receiver).serve_forever()
