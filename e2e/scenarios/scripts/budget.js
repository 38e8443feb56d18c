// All that is logged waits for the page's end, and another script has taken 50 of the 64 KiB that a page that goes may send.
window.options = { flushIntervalMs: 3_600_000, capacity: 10_000, maxBatchBytes: 500_000 }
fetch('/hang', { method: 'POST', keepalive: true, body: 'x'.repeat(50 * 1024) }).catch(() => {})
