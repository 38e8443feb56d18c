// All that is logged waits for the page's end.
window.options = { flushIntervalMs: 3_600_000, capacity: 10_000, maxBatchBytes: 500_000 }
