// The page: runs each case in a realm of its own, times the scripts' start-up, and reports.
const { calls, loads, scripts, startUps, ...settings } = await (await fetch('/settings')).json()

const results = []
// The first case pays for what the engine does at a page's start.
await measure('/case', { by: 'empty', call: 'empty' })
for (const { call, by } of calls) for (const script of by) results.push(await measure('/case', { by: script, call }))
const underLoad = []
for (const { load, by } of loads)
  for (const script of by) if (scripts.includes(script)) underLoad.push(await measure('/load', { by: script, load }))
const startUp = await startUpTimes()
await fetch('/report', {
  method: 'POST',
  body: JSON.stringify({ agent: navigator.userAgent, clockStep: clockStep(), results, underLoad, startUp }),
})

/** Runs a case in a fresh realm. */
function measure(path, what) {
  return new Promise((resolve) => {
    const frame = document.createElement('iframe')
    const query = new URLSearchParams({ ...settings, ...what })
    const heard = ({ data, source }) => {
      if (source !== frame.contentWindow) return
      removeEventListener('message', heard)
      frame.remove()
      resolve({ ...what, ...data })
    }
    addEventListener('message', heard)
    frame.src = `${path}?${query}`
    document.body.append(frame)
  })
}

/** Times the parsing and execution of each script, in fresh realms, in turn. */
async function startUpTimes() {
  const texts = await Promise.all(scripts.map(async (by) => (await fetch(`/scripts/${by}`)).text()))
  const times = scripts.map((by) => ({ by, times: [] }))
  for (let round = 0; round < startUps; round++) {
    for (const [i, text] of texts.entries()) times[i].times.push(evaluate(text, `${i}.${round}`))
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return times
}

function evaluate(text, mark) {
  const frame = document.createElement('iframe')
  document.body.append(frame)
  const script = frame.contentDocument.createElement('script')
  // A text that the engine has not seen: it keeps what it has compiled, by text.
  script.textContent = `/* ${mark} ${Math.random()} */${text}`
  const start = performance.now()
  frame.contentDocument.head.append(script)
  const time = performance.now() - start
  frame.remove()
  return time
}

/** Returns the least difference that the clock shows. */
function clockStep() {
  let least = Infinity
  for (let i = 0; i < 20; i++) {
    const start = performance.now()
    let now = start
    while (now === start) now = performance.now()
    least = Math.min(least, now - start)
  }
  return least
}
