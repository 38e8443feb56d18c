// Logs through a service worker.
window.viaWorker = async (letters) => {
  await navigator.serviceWorker.register('/worker.js')
  const { active } = await navigator.serviceWorker.ready
  const { port1, port2 } = new MessageChannel()
  const done = new Promise((resolve) => (port1.onmessage = resolve))
  active.postMessage(
    [...letters].map((letter) => [doc, ++logged, letter]),
    [port2],
  )
  await done
}
