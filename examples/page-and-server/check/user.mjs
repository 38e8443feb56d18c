const LEVELS = ['debug', 'info', 'warning', 'error', 'critical']
const BURST = 1000

/** One page from its loading to its end, and how many records its user has made it log. */
class Visit {
  records = 0

  constructor(page, id) {
    this.page = page
    this.id = id
  }

  /** Waits for a page other than `before` to be there. It has logged that it is ready. */
  static async begin(page, before) {
    await page.waitForFunction((id) => window.visit?.logged > 0 && window.visit.id !== id, before?.id)
    const visit = new Visit(page, await page.evaluate(() => window.visit.id))
    visit.records = 1
    return visit
  }

  /** The page numbers the records of a visit. */
  get ids() {
    return Array.from({ length: this.records }, (_, i) => `${this.id}-${i + 1}`)
  }

  /** Does something that makes the page log so many records; the page's own count must agree. */
  async does(records, action) {
    await action()
    this.records += records
    const logged = await this.page.evaluate(logsAfterEvents)
    if (logged === this.records) return
    throw new Error(`the page logged ${logged} records where its user expects ${this.records}, after ${action}`)
  }

  click(records, selector) {
    return this.does(records, () => this.page.click(selector))
  }

  type(selector, text) {
    return this.does([...text].length, () => this.page.locator(selector).pressSequentially(text))
  }

  async pressLevels() {
    for (const level of LEVELS) await this.click(1, `button[data-level=${level}]`)
  }

  /** Waits until the page says that the server has everything. */
  async seesAllThere() {
    const complete = this.page.waitForSelector('#counts[data-complete=true]', { timeout: 15_000 })
    const text = () => this.page.textContent('#counts')
    await complete.catch(async () => Promise.reject(new Error(`the page's live view says: ${await text()}`)))
  }

  /** Waits until the page shows that the server has a record of any page. */
  sees(id) {
    return this.page.waitForSelector(`#records tr[data-id="${id}"]`, { state: 'attached', timeout: 15_000 })
  }

  /** Does what ends the visit; on its way out the page logs once more. */
  async end(records, action) {
    this.records += records + 1
    await action()
  }
}

/** Uses one of the two pages in every way there is. */
export class User {
  /** @type {Visit[]} */
  visits = []

  constructor(context, address, path) {
    this.context = context
    this.address = new URL(path, address).href
    this.path = path
  }

  /** The ids of all records that the page logged. */
  get logged() {
    return this.visits.flatMap(({ ids }) => ids)
  }

  async use() {
    await this.open()
    const first = await this.begin()
    await first.pressLevels()
    await (this.path === '/spa/' ? shop(first) : fail(first))
    await first.click(BURST, '#burst')
    await this.loseAnAnswer(first)
    await this.workWithoutNetwork(first)
    await this.switchOff(first)
    const last = await this.leaveInEveryWay(first)
    await this.leaveOffline(last)
  }

  async begin(before) {
    const visit = await Visit.begin(this.page, before)
    this.visits.push(visit)
    return visit
  }

  /** The server takes a batch and the page never hears of it, so that it sends the batch again. */
  async loseAnAnswer(visit) {
    await visit.seesAllThere()
    let lost = false
    const lose = async (route) => {
      await route.fetch()
      await route.abort()
      lost = true
    }
    await this.page.route('**/intake', lose, { times: 1 })
    await visit.pressLevels()
    await visit.seesAllThere()
    if (!lost) throw new Error('no answer was lost: the records went another way')
  }

  async workWithoutNetwork(visit) {
    await this.context.setOffline(true)
    await visit.pressLevels()
    await this.context.setOffline(false)
    await visit.seesAllThere()
  }

  /** The same by the page's own switch, which says so before and after. */
  async switchOff(visit) {
    await visit.does(1, () => this.page.check('#offline'))
    await visit.pressLevels()
    await visit.does(1, () => this.page.uncheck('#offline'))
    await visit.seesAllThere()
  }

  /** Each time with records that were logged right before. */
  async leaveInEveryWay(first) {
    const { page } = this
    await first.end(1, () => page.click('#reload'))

    const second = await this.begin(first)
    await second.pressLevels()
    await second.end(0, () => page.reload())

    const third = await this.begin(second)
    await third.end(1, () => page.click('#leave'))
    await page.click(`.card[href="${this.path}"]`)

    const fourth = await this.begin(third)
    await fourth.pressLevels()
    await this.close(fourth)
    return fourth
  }

  /** What the page could not send is sent by the next one. */
  async leaveOffline(before) {
    await this.open()
    const cut = await this.begin(before)
    await this.context.setOffline(true)
    await cut.pressLevels()
    await this.close(cut)
    await this.context.setOffline(false)
    await this.open()
    const next = await this.begin(cut)
    await next.sees(cut.ids.at(-1))
    await this.close(next)
  }

  async open() {
    this.page = await this.context.newPage()
    await this.page.goto(this.address)
  }

  async close(visit) {
    const closed = this.page.waitForEvent('close')
    await visit.end(0, () => this.page.close({ runBeforeUnload: true }))
    await closed
  }
}

async function fail(visit) {
  await visit.type('#typing', 'treeline: 100% %s ü 🌲')
  for (const button of ['#exception', '#throw', '#reject']) await visit.click(1, button)
}

async function shop(visit) {
  const add = async (name, records) => {
    await visit.type('#item', name)
    await visit.does(records, () => visit.page.press('#item', 'Enter'))
  }
  for (const name of ['Milk', 'Brötchen', 'Milk', '100% 🍊']) await add(name, 1)
  await visit.click(1, '#items button >> text=Milk')
  await visit.click(1, '#save')
  // What is tried, then what went wrong.
  for (const button of ['#throw', '#reject']) await visit.click(2, button)
  // A logger set to a higher level is silent below it, until it is set back.
  await visit.page.selectOption('#level-spa-store', 'ERROR')
  await add('Tea', 0)
  await visit.page.selectOption('#level-spa-store', '')
  await add('Coffee', 1)
}

/** In the page. What nobody catches is told by an event of its own, later. */
async function logsAfterEvents() {
  await new Promise((resolve) => setTimeout(resolve, 20))
  return window.visit.logged
}
