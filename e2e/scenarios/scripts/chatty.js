// The host logs each request, before it and after its answer.
{
  const { fetch } = window
  let isOver = false
  window.fetch = async (url, init) => {
    log.error('0:0:fetch')
    const response = await fetch(url, init)
    if (!isOver) say('e', 0)
    return response
  }
  window.stop = () => (isOver = true)
}
