// Plants a secret in each place of a page where applications and browsers keep some.

/** Each place has a word of its own, so that one which is found tells where it was. */
const secrets = {}

export const secretOf = (place) =>
  (secrets[place] ??= `hush${Object.keys(secrets).length}q${crypto.getRandomValues(new Uint32Array(1))[0]}`)

/** All secrets by their places. */
export const planted = () => secrets

const BODY = `
  <main data-account="@attribute" title="@attribute">
    <form id="login" class="card" action="/in?token=@query" data-csrf="@attribute">
      <input id="pin" name="pin" type="password"><textarea name="note"></textarea>
      <input name="id"><input name="className"><input name="getAttribute"><input name="nodeType">
      <select name="choice"><option value="@value" selected>@text</option></select>
      <button id="save" class="primary large" name="do" value="@value" aria-label="@attribute">@text</button>
    </form>
    <section id="plain"><!--@text--><p class="hint">@text</p></section>
    <a id="out" class="link" href="https://ann:@credential@host.invalid/way?token=@query#@fragment">@text</a>
    <img id="picture" alt="@attribute"><svg id="drawing" class="icon"><title>@text</title></svg>
    <iframe id="frame" name="inner" src="about:blank"></iframe>
    <iframe id="stranger" sandbox="allow-scripts" src="/empty"></iframe>
    <x-card id="card"></x-card>
  </main>`

/** A component as frameworks have them: fields of its own, and a way to the whole page. */
class Card extends HTMLElement {
  token = secretOf('own property')
  connectedCallback() {
    this.attachShadow({ mode: 'open' }).innerHTML = `<b>${secretOf('text')}</b>`
  }
}

/** Fills the page. */
export function plant() {
  for (const storage of [localStorage, sessionStorage]) {
    storage.setItem('token', secretOf(storage === localStorage ? 'localStorage' : 'sessionStorage'))
  }
  document.cookie = `session=${secretOf('cookie')}`
  document.title = secretOf('title')
  window.name = secretOf('window name')
  window.appState = { token: secretOf('global'), user: { card: secretOf('global') } }
  history.replaceState({ token: secretOf('history') }, '', `?token=${secretOf('query')}#${secretOf('fragment')}`)
  customElements.define('x-card', Card)
  document.body.innerHTML = BODY.replaceAll(/@([a-z]+)(?!host)/g, (_, place) => secretOf(place))
  for (const [selector, place] of [
    ['#pin', 'password'],
    ['textarea', 'value'],
    ['[name=id]', 'value'],
  ]) {
    document.querySelector(selector).value = secretOf(place)
  }
  const main = document.querySelector('main')
  // What React, Vue and jQuery leave on nodes.
  for (const node of [main, document.querySelector('#save'), document]) {
    Object.assign(node, {
      __reactFiber$abc: { stateNode: node, memoizedProps: { value: secretOf('own property') } },
      __vnode: { props: { value: secretOf('own property') } },
      jQuery1: { data: secretOf('own property') },
    })
  }
  document.querySelector('#frame').contentWindow.innerToken = secretOf('frame')
}
