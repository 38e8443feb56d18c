// What becomes of a sample that runs in a page: the script tag's global stands in for the imports.

/** The entries of `treeline` that the script tag's file has, as it names them. */
const GLOBALS: Readonly<Record<string, string>> = {
  treeline: 'logging',
  'treeline/handlers': 'logging.handlers',
  'treeline/config': 'logging.config',
}

const IMPORT = /^import\s+(?:\*\s+as\s+(?<all>\w+)|\{(?<names>[^}]*)\})\s+from\s+'(?<from>[^']+)'.*$/gm

/** What only Node has, or needs a server behind the page. */
const BEYOND_A_PAGE = [
  /^import\b/m,
  /\b(require|fetch|createServer)\(/,
  /\bimport(\.meta|\()/,
  /\bprocess\.(?!stdout\b|stderr\b|env\b)/,
  /\b(Buffer|__dirname|__filename|setImmediate|AsyncLocalStorage)\b/,
  /\b(filename|pretty|escapeControls):|'ext:/,
  /\b\w*(File|HTTP|Socket|Datagram|SysLog|SMTP|NTEventLog|Journal)\w*Handler\b/,
  /\b(PrettyFormatter|autoFormatter|Journal|listen|fileConfig)\(/,
]

/** What is worth to be run writes something. */
const WRITES = /\.(debug|info|warning|warn|error|critical|exception|log|printTree|printExplain)[(`]/

/** Streams and an environment, where a sample writes to Node's. */
const PROCESS =
  'const process = { env: {}, stdout: { write: (text) => sampleWrote(text) }, stderr: { write: (text) => sampleWrote(text) } }\n'

/** Returns the code of a module that a page can run; undefined for a sample that needs more. */
export function pageCode(sample: string): string | undefined {
  const code = sample.replaceAll(IMPORT, (whole, ...rest) => {
    const { all, names, from } = rest.at(-1) as Record<string, string | undefined>
    const source = GLOBALS[from ?? '']
    if (source === undefined) return whole
    return all === undefined
      ? `const {${names?.replaceAll(/\bas\b/g, ':').replaceAll(/(\w+)\s*:/g, '$1:')}} = ${source}`
      : `const ${all} = ${source === 'logging' ? 'globalThis.logging' : source}`
  })
  if (code === sample || !WRITES.test(code) || BEYOND_A_PAGE.some((pattern) => pattern.test(code))) return undefined
  return (/\bprocess\./.test(code) ? PROCESS : '') + code
}
