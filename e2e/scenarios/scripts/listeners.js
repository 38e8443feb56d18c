// Listeners of the application's, older than the handler, that log while the page goes.
{
  // Firefox may end one in the middle of a call: what was not said to the end is nobody's.
  let isCut = false
  const sayLast = (letters) => {
    const wasCut = isCut
    isCut = true
    say(letters, 10)
    isCut = wasCut
    if (!isCut) mark(logged)
  }
  addEventListener('pagehide', () => sayLast('iw'))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') sayLast('di')
  })
}
