export { type Colors } from './colors.js'
export { ConsoleHandler, type ConsoleHandlerOptions, type ConsoleLike } from './consoleHandler.js'
