import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Links every installed package, and all of ours, as an application has them that has installed them. */
export function linkPackages(folder: string): void {
  const home = join(folder, 'node_modules')
  mkdirSync(join(home, '@treeline'), { recursive: true })
  const installed = readdirSync('node_modules').filter((name) => name !== '@treeline' && !name.startsWith('.vite'))
  for (const name of installed) symlinkSync(resolve('node_modules', name), join(home, name))
  const ours = readdirSync('packages').filter((name) => name !== 'treeline')
  for (const name of ours) symlinkSync(resolve('packages', name), join(home, '@treeline', name))
}
