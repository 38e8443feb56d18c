// An ad blocker refuses each request to the log at once.
{
  const { fetch } = window
  let calls = 0
  let isBlocked = true
  window.fetch = (url, init) => {
    if (!isBlocked) return fetch(url, init)
    calls++
    return Promise.reject(new TypeError('Failed to fetch'))
  }
  /** Ends it, and takes more calls than so many for an error. */
  window.unblock = (most) => {
    isBlocked = false
    if (calls > most) reportError(new Error(`${calls} calls while they were refused`))
  }
}
