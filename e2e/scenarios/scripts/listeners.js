// Listeners of the application's, older than the handler, that log while the page goes.
addEventListener('pagehide', () => {
  say('iw', 10)
  mark(logged)
})
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'hidden') return
  say('di', 10)
  mark(logged)
})
