// A clock that jumps.
{
  const { now } = Date
  let offset = 0
  Date.now = () => now() + offset
  window.turn = (ms) => (offset += ms)
}
