"""CPython's receivers of records, as its documentation has them: TCP, UDP and unix sockets, and HTTP.

Prints the ports and paths as one line of JSON, then each record that comes, with the type of each value.
"""

import http.server
import json
import logging
import pickle
import socketserver
import struct
import sys
import threading
import urllib.parse

lock = threading.Lock()


def tell(what):
    with lock:
        sys.stdout.write(json.dumps(what) + '\n')
        sys.stdout.flush()


def typed(value):
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return {'int': str(value)}
    if isinstance(value, float):
        return {'float': struct.pack('>d', value).hex()}
    if isinstance(value, list):
        return {'list': [typed(item) for item in value]}
    if isinstance(value, dict):
        return {'dict': [[typed(key), typed(item)] for key, item in value.items()]}
    return {'other': repr(value)}


def received(by, pickled):
    record = logging.makeLogRecord(pickle.loads(pickled))
    tell({'by': by, 'message': record.getMessage(), 'attributes': typed(record.__dict__)})


class StreamHandler(socketserver.StreamRequestHandler):
    def handle(self):
        while True:
            prefix = self.rfile.read(4)
            if len(prefix) < 4:
                break
            received(self.server.name, self.rfile.read(struct.unpack('>L', prefix)[0]))


class DatagramHandler(socketserver.BaseRequestHandler):
    def handle(self):
        received(self.server.name, self.request[0][4:])


class FormHandler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(urllib.parse.urlparse(self.path).query)

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers['Content-Length'])).decode('utf-8'))

    def answer(self, form):
        self.send_response(204)
        self.end_headers()
        fields = urllib.parse.parse_qs(form, keep_blank_values=True, strict_parsing=True)
        path = urllib.parse.urlparse(self.path).path
        authorization = self.headers['Authorization']
        tell({'by': 'http', 'method': self.command, 'path': path, 'authorization': authorization, 'fields': fields})

    def log_message(self, *args):
        pass


class V6UDPServer(socketserver.ThreadingUDPServer):
    address_family = __import__('socket').AF_INET6


class UnixDatagramServer(socketserver.UnixDatagramServer):
    max_packet_size = 1 << 17


class UDPServer(socketserver.UDPServer):
    max_packet_size = 1 << 16


def main(folder):
    servers = {
        'tcp': socketserver.ThreadingTCPServer(('127.0.0.1', 0), StreamHandler),
        'udp': UDPServer(('127.0.0.1', 0), DatagramHandler),
        'udp6': V6UDPServer(('::1', 0), DatagramHandler),
        'unix': socketserver.ThreadingUnixStreamServer(folder + '/stream', StreamHandler),
        'unixgram': UnixDatagramServer(folder + '/datagram', DatagramHandler),
        'http': http.server.ThreadingHTTPServer(('127.0.0.1', 0), FormHandler),
    }
    for name, server in servers.items():
        server.name = name
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
    tell({name: server.server_address if isinstance(server.server_address, str) else server.server_address[1]
          for name, server in servers.items()})
    sys.stdin.read()


main(sys.argv[1])
