export {
  failOnLogs,
} from '@treeline/testing/vitest'
