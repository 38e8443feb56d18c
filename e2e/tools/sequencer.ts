import type { TestSpecification } from 'vitest/node'
import { BaseSequencer } from 'vitest/node'

/** Projects in the order in which their files run: those with the longest files first, so that no core is idle at the end. */
const PROJECTS = ['e2e', 'conformance', 'properties', 'node', 'records', 'dom']

const place = ({ project }: TestSpecification): number => PROJECTS.indexOf(project.name)

/** Keeps the files of a project together: vitest goes on in the same process only while the next file is of the same project. */
export class ProjectSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.sort((a, b) => place(a) - place(b))
  }
}
