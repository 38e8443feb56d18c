// What becomes of a sample that runs in a page: the script tag's global stands in for the imports.

/** The entries of `treeline` that the script tag's file has, as it names them. */
const GLOBALS: Readonly<Record<string, string>> = {
  treeline: 'logging',
  'treeline/handlers': 'logging.handlers',
  'treeline/config': 'logging.config',
}

const IMPORT = /^import\s+(?:\*\s+as\s+(\w+)|\{([^}]*)\})\s+from\s+'([^']+)'.*$/gm

/** What only Node has, or needs a server behind the page. */
const BEYOND_A_PAGE = [
  /^(import|export)\b/m,
  /\b(require|fetch|createServer)\(/,
  /\bimport(\.meta|\()/,
  /\bprocess\.(?!stdout\b|stderr\b|env\b)/,
  /\b(Buffer|__dirname|__filename|setImmediate|AsyncLocalStorage|self|postMessage)\b/,
  /\b(filename|pretty|escapeControls):|'ext:/,
  /\b\w*(File|HTTP|Socket|Datagram|SysLog|SMTP|NTEventLog|Journal)\w*Handler\b/,
  /\b(PrettyFormatter|autoFormatter|Journal|listen|fileConfig)\(/,
]

/** What is worth to be run writes something. */
const WRITES = /\.(debug|info|warning|warn|error|critical|exception|log|printTree|printExplain)[(`]/

/** Streams and an environment, where a sample writes to Node's; without a line of its own, so that lines keep their numbers. */
const PROCESS =
  'const process = { env: {}, stdout: { fd: 1, write: (text) => sampleWrote(text) }, stderr: { fd: 2, write: (text) => sampleWrote(text) } }; '

/** Returns the code of a module that a page can run, and that says when it has ended; undefined for a sample that needs more. */
export function pageCode(sample: string): string | undefined {
  const code = sample.replaceAll(IMPORT, (whole, all?: string, names = '', from = '') => {
    const source = GLOBALS[from]
    return source ? `const ${all ?? `{${names.replaceAll(/\s+as\s+/g, ': ')}}`} = globalThis.${source}` : whole
  })
  if (code === sample || !WRITES.test(code) || BEYOND_A_PAGE.some((pattern) => pattern.test(code))) return undefined
  return `${/\bprocess\./.test(code) ? PROCESS : ''}${code}\nsampleEnded()\n//# sourceURL=first.mjs`
}
