/** The most names: a log may have any number of them, and further ones count as the nearest above. */
const MAX_NAMES = 10_000
const MAX_DEPTH = 50

interface Node {
  readonly counts: Map<string, number>
  readonly children: Map<string, Node>
}

/** The tree of the loggers in a log, with the number of each one's records. */
export class NameTree {
  private readonly root: Node = makeNode()
  private size = 0

  /** Counts a record. */
  count(name: string, level: string): void {
    let node = this.root
    for (const part of name === '' || name === 'root' ? [] : name.split('.').slice(0, MAX_DEPTH)) {
      let next = node.children.get(part)
      if (next === undefined) {
        if (this.size++ >= MAX_NAMES) break
        next = makeNode()
        node.children.set(part, next)
      }
      node = next
    }
    node.counts.set(level, (node.counts.get(level) ?? 0) + 1)
  }

  /** Returns the lines of the tree as `printTree` draws them; a logger in brackets has written nothing itself. */
  text(): string[] {
    return [`<--""${countsText(this.root)}`, ...childLines(this.root, '', '   ')]
  }
}

function makeNode(): Node {
  return { counts: new Map(), children: new Map() }
}

function childLines(node: Node, name: string, indent: string): string[] {
  const children = [...node.children].sort(([a], [b]) => (a < b ? -1 : 1))
  return children.flatMap(([part, child], index) => {
    const full = name === '' ? part : `${name}.${part}`
    const title = child.counts.size === 0 ? `[${full}]` : `"${full}"`
    const below = indent + (index < children.length - 1 ? '|   ' : '    ')
    return [`${indent}|`, `${indent}o<--${title}${countsText(child)}`, ...childLines(child, full, below)]
  })
}

function countsText({ counts }: Node): string {
  const texts = [...counts].map(([level, count]) => `${count} ${level}`)
  return texts.length === 0 ? '' : `  ${texts.join(', ')}`
}
