// Tabs in frames, for engines that nobody drives: each frame is a document with a life and locks of its own.
const parameters = new URLSearchParams(location.search)

async function openTab(src, locks) {
  const frame = document.createElement('iframe')
  frame.src = `/tab?src=${src}&locks=${locks}`
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
  document.body.append(frame)
  await loaded
  return { frame, page: frame.contentWindow }
}

async function until(holds) {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** One tab is left, ten open, one of them is left in the middle of its work, another one ends it. */
async function live(locks) {
  localStorage.clear()
  const first = await openTab('a', locks)
  first.page.add(0, 3, true)
  first.page.add(4, 4, false)
  first.frame.remove()
  const tabs = await Promise.all(Array.from({ length: 10 }, (_, i) => openTab(`b${i}`, locks)))
  await until(() => tabs.some(({ page }) => page.taken.length === 5))
  // Time enough for another one to take them too, if it could.
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const takers = tabs.filter(({ page }) => page.taken.length > 0)
  const [taker] = takers
  const taken = [...taker.page.taken]
  const { hasLocks } = taker.page
  taker.page.acknowledge(['a:0', 'a:3'])
  taker.frame.remove()
  const last = await openTab('c', locks)
  const all = [...tabs.filter((tab) => tab !== taker), last]
  await until(() => all.some(({ page }) => page.taken.length === 3))
  const second = all.find(({ page }) => page.taken.length === 3).page
  const rest = [...second.taken]
  second.acknowledge(rest)
  const segments = last.page.segments()
  const errors = all.flatMap(({ page }) => page.errors)
  for (const { frame } of all) frame.remove()
  return { hasLocks, takers: takers.length, taken, rest, segments, errors, keys: Object.keys(localStorage) }
}

const report = {}
try {
  for (const locks of ['own', 'none']) report[locks] = await live(locks)
} catch (error) {
  report.error = `${error}\n${error.stack}`
}
await fetch(parameters.get('report'), { method: 'POST', body: JSON.stringify(report) })
