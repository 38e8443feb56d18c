"""What CPython's FileHandler writes: files of every encoding, mode and error handler, and code pages byte by byte."""
import json
import logging
import os
import sys
import tempfile

logging.raiseExceptions = False


def written(case, folder):
    path = os.path.join(folder, 'a.log')
    if case['before'] is not None:
        with open(path, 'wb') as file:
            file.write(bytes.fromhex(case['before']))
    refused = []
    handler = logging.FileHandler(path, case['mode'], case['encoding'], case['delay'], case['errors'])
    handler.handleError = lambda record: refused.append(str(sys.exc_info()[1]))
    for text in case['texts']:
        handler.handle(logging.makeLogRecord({'msg': text}))
    handler.close()
    if not os.path.exists(path):
        return {'bytes': None, 'refused': refused}
    with open(path, 'rb') as file:
        answer = {'bytes': file.read().hex(), 'refused': refused}
    os.remove(path)
    return answer


def page(name):
    """Gives the characters of all bytes of a code page, null for a byte that has none."""
    def character(byte):
        try:
            return bytes([byte]).decode(name)
        except UnicodeDecodeError:
            return None
    return [character(byte) for byte in range(256)]


request = json.load(sys.stdin)
with tempfile.TemporaryDirectory() as folder:
    json.dump({'files': [written(case, folder) for case in request['files']],
               'pages': [page(name) for name in request['pages']]}, sys.stdout)
