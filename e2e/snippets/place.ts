import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { linkPackages } from '../tools/linkPackages.js'
import { freePort } from '../tools/port.mjs'
import { type Block, type Example, isServer } from './markdown.js'

/** The folder of an example, with its files. */
export class Place {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'treeline-snippets-')))
  /** What programs leave in the temporary folder, as jest does, goes with the example. */
  readonly temporary = join(this.folder, '.tmp')
  /** What a server's port is on the page, and here. */
  private readonly ports = new Map<string, string>()

  static async of({ blocks }: Example): Promise<Place> {
    const place = new Place()
    linkPackages(place.folder)
    mkdirSync(place.temporary)
    // A copy: some write files beside them.
    if (blocks.some(({ code }) => code.includes('examples/')))
      cpSync('examples', join(place.folder, 'examples'), { recursive: true })
    writeFileSync(join(place.folder, 'package.json'), '{ "private": true, "type": "module" }\n')
    for (const { code, file } of blocks) {
      const [, port] = (isServer(file) && /\b(?:listen\(|port: )(\d{4,5})\b/.exec(code)) || []
      if (port !== undefined) place.ports.set(port, String(await freePort()))
    }
    for (const block of blocks) if (block.file !== undefined && !block.isRead) place.write(block.file, block)
    return place
  }

  write(file: string, { code }: Block): void {
    const path = join(this.folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, this.here(code))
  }

  /** The port of the example's server. */
  get port(): number {
    return Number([...this.ports.values()][0])
  }

  get hasServer(): boolean {
    return this.ports.size > 0
  }

  /** Returns a page's text with the ports that are free here. */
  here(text: string): string {
    return [...this.ports].reduce((all, [from, to]) => all.replaceAll(from, to), text)
  }

  /** Returns what was written here with the ports of the page. */
  there(text: string): string {
    return [...this.ports].reduce((all, [from, to]) => all.replaceAll(to, from), text)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
