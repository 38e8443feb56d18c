export type Background = 'light' | 'dark' | 'auto'

export interface Entry {
  readonly time: string
  readonly levelno: number
  readonly levelname: string
  readonly name: string
  readonly message: string
  readonly fields: readonly Field[]
  readonly error: string
}

export type Field = readonly [
  key: string,
  value: unknown
]

export type Paint = (style: string, text: string) => string

export class PrettyLines {
  constructor(paint: Paint, styles?: Styles)
  draw(entry: Entry, width: number): string
}

export interface Styles {
  readonly dim: string
  readonly name: string
  readonly levels: readonly [
    string,
    string,
    string,
    string,
    string
  ]
}

export function errorFieldLines(fields: readonly Field[]): string[]

export function isTerminal(stream?: Stream | null): boolean

export function painter(colors: boolean): Paint

export function showsColors(stream?: Stream | null): boolean

export function stylesFor(background: Background): Styles

export function terminalColumns(stream?: Stream | null): number

export function visible(text: string): string
