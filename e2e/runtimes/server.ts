// The server that a runtime's suite logs to, and asks what has come.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { getLogger, type LogRecord, Handler } from '../../packages/core/dist/index.js'
import { Receiver } from '../../packages/receiver/dist/index.js'
import { listener } from '../../packages/receiver/dist/node.js'

/** Keeps the messages of the records that a receiver has taken. */
class Messages extends Handler {
  readonly all: string[] = []

  override emit(record: LogRecord): void {
    this.all.push(record.getMessage())
  }
}

let servers = 0

/** Takes records at `/intake` and forms at `/form`, and tells what it took; serves the files it is given. */
export class SuiteServer {
  readonly messages = new Messages()
  /** What it serves, by path. */
  readonly files = new Map<string, string>()
  /** How often each record came, by its source and number. */
  readonly ledger = new Map<string, number>()
  /** Answers to batches wait for it. */
  answers: Promise<void> = Promise.resolve()
  /** Resolves when the first batch is taken. */
  readonly taken: Promise<void>
  private readonly server: Server
  private readonly take: (req: IncomingMessage, res: ServerResponse) => void
  private isBusy = true
  private form = ''
  private readonly posted: Promise<string>
  private tell: (text: string) => void = () => {}

  private constructor(held: (path: string) => Promise<void>) {
    const prefix = `runtime${++servers}`
    const logger = getLogger(prefix)
    logger.addHandler(this.messages)
    logger.propagate = false
    const receiver = new Receiver({ rate: null, prefix, origins: '*' })
    let tellTaken = (): void => {}
    this.taken = new Promise((resolve) => (tellTaken = resolve))
    this.take = listener({
      handle: async (request, info) => {
        this.note(await request.clone().text())
        const response = await receiver.handle(request, info)
        tellTaken()
        await this.answers
        return response
      },
    })
    this.posted = new Promise((resolve) => (this.tell = resolve))
    this.server = createServer((req, res) => void held(req.url!).then(() => this.answer(req, res)))
  }

  /** @param held what a request to a path waits for before it is looked at */
  static async start(held: (path: string) => Promise<void> = async () => {}): Promise<SuiteServer> {
    const suite = new SuiteServer(held)
    await once(suite.server.listen(0, '127.0.0.1'), 'listening')
    return suite
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** Resolves with what is posted to `/outcomes`. */
  outcomes(): Promise<string> {
    return this.posted
  }

  close(): void {
    this.server.closeAllConnections()
    this.server.close()
  }

  private note(body: string): void {
    const [header, ...lines] = body.trimEnd().split('\n')
    const { src } = JSON.parse(header!) as { src: string }
    for (const line of lines) {
      const key = `${src}:${(JSON.parse(line) as { seq: number }).seq}`
      this.ledger.set(key, (this.ledger.get(key) ?? 0) + 1)
    }
  }

  private answer(req: IncomingMessage, res: ServerResponse): void {
    const { pathname, searchParams } = new URL(req.url!, this.url)
    if (pathname === '/intake') {
      if (searchParams.has('busy') && this.isBusy) {
        // It has taken them, and says otherwise.
        const writeHead = res.writeHead.bind(res) as (status: number) => ServerResponse
        res.writeHead = () => writeHead(503)
        this.isBusy = false
      }
      return this.take(req, res)
    }
    void read(req).then((body) => {
      res.setHeader('access-control-allow-origin', '*')
      if (pathname === '/outcomes') this.tell(body)
      if (pathname === '/form') this.form = body
      const told = pathname === '/taken' ? this.form : this.told(pathname, searchParams)
      const text = told ?? this.files.get(pathname)
      res.setHeader('content-type', `${pathname.endsWith('.js') ? 'text/javascript' : 'text/html'};charset=utf-8`)
      res.writeHead(text === undefined && req.method === 'GET' ? 404 : 200).end(text)
    })
  }

  private told(pathname: string, query: URLSearchParams): string | undefined {
    if (pathname !== '/records') return undefined
    return JSON.stringify(this.messages.all.filter((message) => message.startsWith(query.get('since') ?? '')))
  }
}

async function read(req: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of req.setEncoding('utf8')) body += String(chunk)
  return body
}
