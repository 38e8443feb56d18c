export {
  failOnLogs,
} from '@treeline/testing/vitest'

export const it: typeof test

export const test: typeof nodeTest.test
