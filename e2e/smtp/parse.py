"""Reads messages (a JSON list of texts, a character a byte) and says what a mail program would show of them."""
import email
import email.policy
import json
import sys


def shown(text):
    message = email.message_from_bytes(text.encode('latin-1'), policy=email.policy.default)
    headers = {name: str(message[name]) for name in ('From', 'To', 'Subject')}
    return {**headers, 'date': message['Date'] is not None, 'text': message.get_content().replace('\r\n', '\n')}


json.dump([shown(text) for text in json.load(sys.stdin)], sys.stdout)
