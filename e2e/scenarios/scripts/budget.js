// Another script has taken 50 of the 64 KiB that a page that goes may send.
fetch('/hang', { method: 'POST', keepalive: true, body: 'x'.repeat(50 * 1024) }).catch(() => {})
