"""The honest sender beside the attack: CPython's SocketHandler, as it is. Logs without a pause until its input ends."""

import logging
import logging.handlers
import sys
import threading

stopped = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), stopped.set()), daemon=True).start()
log = logging.getLogger("honest.app")
log.setLevel(logging.DEBUG)
handler = logging.handlers.SocketHandler("127.0.0.1", int(sys.argv[1]))
log.addHandler(handler)
count = 0
# At least so many, however late it came to its turn.
while not stopped.wait(0.01) or count < 60:
    count += 1
    log.warning("honest %d", count, extra={"user": "ü€😀", "numbers": [count, 2**70, 0.5]})
    if count == 1:
        print("ready", flush=True)
handler.close()
print(count)
