// The project that every runtime runs the suite in.
import { cpSync, mkdtempSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PackedProject } from '../tools/packed.js'
import type { Outcome, Runtime } from './runners/runtime.js'
import { SuiteServer } from './server.js'

/** The packed packages, with the suite beside them. */
export function suiteProject(): PackedProject {
  const project = new PackedProject('runtimes')
  cpSync(resolve(import.meta.dirname, 'suite'), join(project.path, 'suite'), { recursive: true })
  cpSync(resolve(import.meta.dirname, 'entries'), join(project.path, 'entries'), { recursive: true })
  return project
}

/** Runs the suite on a runtime, with a server and a folder of its own. */
export async function outcomesOn(runtime: Runtime, project: PackedProject): Promise<readonly Outcome[]> {
  const server = await SuiteServer.start()
  try {
    const folder = mkdtempSync(join(project.folder, 'run-'))
    return await runtime.run({ project: project.path, server, folder })
  } finally {
    server.close()
  }
}
