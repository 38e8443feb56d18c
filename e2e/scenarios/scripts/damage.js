// Something has damaged what the page before this one left: a line is cut off in the middle, and another one is no line at all.
for (const key of Object.keys(localStorage).filter((name) => name.includes(':outbox:'))) {
  localStorage.setItem(key, `${localStorage.getItem(key)}{"src":"a","se\nnothing\n`)
}
