/** The logging methods of loggers and adapters, and their levels. */
export const METHOD_LEVELS = [
  ['debug', 10],
  ['info', 20],
  ['warning', 30],
  ['warn', 30],
  ['error', 40],
  ['exception', 40],
  ['critical', 50],
  ['fatal', 50],
] as const
