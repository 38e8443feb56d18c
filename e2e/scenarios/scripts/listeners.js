// Listeners of the application's, older than the handler, that log while the page goes.
{
  const sayLast = (letters) => {
    say(letters, 10)
    mark()
  }
  addEventListener('pagehide', () => sayLast('iw'))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') sayLast('di')
  })
}
