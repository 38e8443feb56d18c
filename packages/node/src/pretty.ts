// How records are drawn for people. This is an entry of its own for programs that draw other programs' lines.
export { type Entry, type Field } from './pretty/entry.js'
export { type Background, type Paint, painter, type Styles, stylesFor } from './pretty/paint.js'
export { errorFieldLines } from './pretty/values.js'
export { PrettyLines } from './pretty/prettyLines.js'
export { isTerminal, showsColors, terminalColumns } from './pretty/terminal.js'
export { visible } from './pretty/controls.js'
