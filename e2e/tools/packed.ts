// The packages as their users get them: packed, and installed in a project outside of the repository.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { Conditions } from './conditions.js'

const root = resolve(import.meta.dirname, '../..')

export interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly unpkg?: string
  readonly scriptTags?: Readonly<Record<string, object>>
  readonly sideEffects: boolean | readonly string[]
  readonly exports: Readonly<Record<string, Conditions>>
}

export function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

/** The manifests of the packages that are published. */
export const manifests: readonly Manifest[] = readdirSync(join(root, 'packages'))
  .map((name) => manifestIn(join(root, 'packages', name)))
  .filter((manifest) => !manifest.private)

export interface Ended {
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end; throws an error with what it printed when its exit code is not 0. */
export function run(command: string, args: readonly string[], cwd: string): Ended {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1e8 })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? status}\n${stdout}${stderr}`)
  return { stdout, stderr }
}

/** A project that has nothing but the packages, from their tarballs. */
export class PackedProject {
  readonly folder: string

  /** @param label a word for the names of temporary folders */
  constructor(label: string) {
    this.folder = mkdtempSync(join(tmpdir(), `treeline-${label}-`))
    mkdirSync(this.path)
    const names = manifests.map(({ name }) => name)
    const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      packageManager: string
    }
    const filters = names.flatMap((name) => ['--filter', name])
    run('npx', ['--yes', packageManager, '-r', ...filters, 'pack', '--pack-destination', this.folder], root)
    const dependencies = Object.fromEntries(names.map((name) => [name, `file:../${basename(this.tarball(name))}`]))
    writeFileSync(join(this.path, 'package.json'), JSON.stringify({ name: 'fresh', private: true, dependencies }))
    // Every dependency is one of the tarballs: nothing has to come over the network. Peers are those of this repository.
    const flags = ['--offline', '--legacy-peer-deps', '--no-audit', '--no-fund', '--ignore-scripts']
    run('npm', ['install', ...flags], this.path)
    symlinkSync(join(root, 'node_modules/@opentelemetry'), join(this.path, 'node_modules/@opentelemetry'))
  }

  /** The project's own folder. */
  get path(): string {
    return join(this.folder, 'project')
  }

  /** The tarball of a package. */
  tarball(name: string): string {
    const stem = name.replace('@', '').replace('/', '-')
    return join(
      this.folder,
      readdirSync(this.folder).find((file) => new RegExp(`^${stem}-\\d.*\\.tgz$`).test(file))!,
    )
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
