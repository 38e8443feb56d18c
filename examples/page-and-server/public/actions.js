'use strict'
// Has each button do what the page's code says, and shows that code beside it.
{
  /** Returns what stands in a function, without its head and its indent. */
  function bodyOf(action) {
    // A bundler numbers names that two modules have.
    const text = String(action).replace(/\b(\w+)\$\d+\b/g, '$1')
    const body = text.replace(/^(?:async )?(?:function\s*\w*)?\s*\([^)]*\)\s*(?:=>\s*)?/, '')
    const lines = body.startsWith('{') ? body.slice(1, body.lastIndexOf('}')).split('\n') : body.split('\n')
    const indents = lines
      .slice(1)
      .filter((line) => line.trim() !== '')
      .map((line) => line.search(/\S/))
    const indent = Math.min(...indents)
    return lines
      .map((line, i) => (i === 0 ? line : line.slice(indent)))
      .join('\n')
      .trim()
  }

  /** @param {Record<string, () => unknown>} actions by the ids of their buttons */
  window.showActions = (actions) => {
    for (const [id, action] of Object.entries(actions)) {
      const button = document.getElementById(id)
      button.addEventListener('click', () => action())
      const code = Object.assign(document.createElement('code'), { id: `${id}-code`, textContent: bodyOf(action) })
      const pre = document.createElement('pre')
      pre.append(code)
      button.after(pre)
      button.setAttribute('aria-describedby', code.id)
    }
  }
}
