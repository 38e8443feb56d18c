"""Logs records (a JSON object) by CPython's SMTPHandler."""
import json
import logging
import logging.handlers
import sys

job = json.load(sys.stdin)
handler = logging.handlers.SMTPHandler(('localhost', job['port']), job['from'], job['to'], job['subject'])
handler.setFormatter(logging.Formatter('%(levelname)s:%(name)s:%(message)s'))
log = logging.getLogger('app')
log.addHandler(handler)
for msg in job['messages']:
    log.error('%s', msg)
json.dump(None, sys.stdout)
