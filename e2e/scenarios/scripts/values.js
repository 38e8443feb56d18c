// Logs what is hard to write, as arguments and as fields.
window.sayValues = () => {
  const cyclic = { name: 'cyclic' }
  cyclic.self = cyclic
  const throwing = {
    get bad() {
      throw new Error('no')
    },
  }
  for (const value of ['\u{1f332} emoji', '\ud800 lone', 'x'.repeat(1_000_000), cyclic, 10n ** 30n, throwing]) {
    log.info('%d:%d:i %s', doc, ++logged, value)
    log.warning('%d:%d:w', doc, ++logged, { value })
  }
}
