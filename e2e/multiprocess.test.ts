// Several processes on one rotating file, in small: the whole is `npm run multiprocess`.
import { expect, test } from 'vitest'
import { run } from './multiprocess/race.mjs'
import { races } from './multiprocess/races.mjs'

const quick = races(4, 2000).filter(({ isQuick }) => isQuick)

test.each(quick)('four processes of 2000 lines, $name', async ({ race, files, archives }) => {
  const verdict = await run(race)
  expect(verdict.faults).toEqual([])
  expect(verdict.files).toBeGreaterThanOrEqual(files)
  expect(verdict.archives).toBeGreaterThanOrEqual(archives)
})
