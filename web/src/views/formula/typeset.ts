/** Formulas as they are written in TeX, read into what MathML sets: a small part of TeX, and `#name` for a live number. */

export type Node =
  | { readonly kind: 'letter' | 'word' | 'number' | 'text' | 'bold'; readonly text: string }
  /** `alone`: there is nothing before it that it would join. A bracket grows with what is in it only after `\left` and `\right`. */
  | { readonly kind: 'sign'; readonly text: string; readonly grows?: boolean; readonly alone?: boolean }
  | { readonly kind: 'space'; readonly wide?: boolean }
  /** A number that comes while the run goes on; one that follows a sign has brackets where it is negative. */
  | { readonly kind: 'live'; readonly name: string; readonly fenced: boolean }
  | { readonly kind: 'row'; readonly of: readonly Node[] }
  | { readonly kind: 'script'; readonly base: Node; readonly below: Node | null; readonly above: Node | null }
  | { readonly kind: 'fraction'; readonly over: Node; readonly under: Node }
  | { readonly kind: 'root'; readonly of: Node }
  /** One line for each case: what it is, and when. */
  | { readonly kind: 'cases'; readonly of: readonly (readonly [Node, Node])[] }
  /** Row by row, between brackets of this kind; `(`, `[`, `|` or none. */
  | { readonly kind: 'matrix'; readonly of: readonly (readonly Node[])[]; readonly fence: string }
  /** Something small over (or under) something: a hat, a bar, a brace with words. */
  | { readonly kind: 'over' | 'under'; readonly of: Node; readonly mark: Node }

const LETTERS: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  eta: 'η',
  theta: 'θ',
  lambda: 'λ',
  mu: 'μ',
  pi: 'π',
  rho: 'ρ',
  sigma: 'σ',
  tau: 'τ',
  phi: 'φ',
  omega: 'ω',
  Delta: 'Δ',
  Sigma: 'Σ',
  Phi: 'Φ',
  partial: '∂',
  nabla: '∇',
  top: '⊤',
  infty: '∞',
}
const SIGNS: Readonly<Record<string, string>> = {
  cdot: '·',
  times: '×',
  odot: '⊙',
  pm: '±',
  gets: '←',
  to: '→',
  sum: '∑',
  dots: '⋯',
  cdots: '⋯',
  ldots: '…',
  vdots: '⋮',
  ddots: '⋱',
  le: '≤',
  ge: '≥',
  ne: '≠',
  approx: '≈',
  in: '∈',
}
const WORDS: readonly string[] = ['tanh', 'sin', 'cos', 'ln', 'log', 'exp', 'max', 'min', 'sign']
const FENCES: Readonly<Record<string, string>> = { matrix: '', pmatrix: '(', bmatrix: '[', vmatrix: '|' }
const MARKS: Readonly<Record<string, string>> = { hat: 'ˆ', bar: '¯', vec: '→' }
const TOKEN = /\s*(?:\\text\s*\{([^{}]*)\}|\\([A-Za-z]+|[,;%\\{}|])|#(\w+)|(\d+(?:\.\d+)?)|([A-Za-z])|(\S))/y
/** After these a negative number needs brackets. */
const BEFORE = new Set(['+', '−', '·', '/'])

/** After other signs a minus belongs to what follows. */
const AFTER = new Set([')', '′', '|', '⋯'])

type Token = { readonly kind: 'text' | 'command' | 'live' | 'number' | 'letter' | 'other'; readonly text: string }

function tokens(tex: string): Token[] {
  const found: Token[] = []
  const source = tex.trim()
  for (let at = 0; at < source.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(source)!
    const kinds = ['text', 'command', 'live', 'number', 'letter', 'other'] as const
    const which = kinds.findIndex((_, index) => match[index + 1] !== undefined)
    found.push({ kind: kinds[which]!, text: match[which + 1]! })
  }
  return found
}

class Reader {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tex: string) {
    this.#tokens = tokens(tex)
  }

  /** All of it. */
  whole(): Node {
    const row = this.row()
    if (this.#peek() !== undefined) throw new SyntaxError('a formula closes a brace or a matrix that it has not opened')
    return row
  }

  /** Everything up to the end, to the brace that closes it, or to the end of a matrix's cell. */
  row(): Node {
    const of: Node[] = []
    for (let next = this.#peek(); next !== undefined && !ends(next); next = this.#peek()) {
      const before = of.at(-1)
      const one = this.#one(before?.kind === 'sign' && BEFORE.has(before.text))
      const joins = before !== undefined && (before.kind !== 'sign' || AFTER.has(before.text))
      of.push(this.#scripts(one.kind === 'sign' && one.text === '−' && !joins ? { ...one, alone: true } : one))
    }
    return of.length === 1 ? of[0]! : { kind: 'row', of }
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at]
  }

  #take(): Token {
    const token = this.#tokens[this.#at++]
    if (token === undefined) throw new SyntaxError('a formula ended too early')
    return token
  }

  #group(): Node {
    if (!is(this.#peek(), '{')) return this.#one(false)
    this.#take()
    const row = this.row()
    this.#expect('}')
    return row
  }

  #expect(text: string): void {
    const token = this.#peek()
    if (!is(token, text))
      throw new SyntaxError(`a formula needs ${text} ${token ? `before ${token.text}` : 'at its end'}`)
    this.#take()
  }

  #scripts(base: Node): Node {
    let below: Node | null = null
    let above: Node | null = null
    for (let next = this.#peek(); is(next, '_') || is(next, '^'); next = this.#peek()) {
      this.#take()
      if (next?.text === '_') below = this.#group()
      else above = this.#group()
    }
    if (below === null && above === null) return base
    return { kind: 'script', base: base.kind === 'live' ? { ...base, fenced: true } : base, below, above }
  }

  #one(fenced: boolean): Node {
    const { kind, text } = this.#take()
    if (kind === 'live') return { kind, name: text, fenced }
    if (kind === 'number' || kind === 'letter' || kind === 'text') return { kind, text }
    if (kind === 'other') {
      if (text === '{') {
        this.#at -= 1
        return this.#group()
      }
      return { kind: 'sign', text: text === '-' ? '−' : text === "'" ? '′' : text }
    }
    return this.#command(text)
  }

  #command(name: string): Node {
    if (name === ',' || name === ';') return { kind: 'space' }
    if (name === 'quad') return { kind: 'space', wide: true }
    if ('{}%|'.includes(name)) return { kind: 'sign', text: name }
    if (name === 'frac') return { kind: 'fraction', over: this.#group(), under: this.#group() }
    if (name === 'sqrt') return { kind: 'root', of: this.#group() }
    if (name === 'left' || name === 'right') {
      const { text } = this.#take()
      return { kind: 'sign', text: text === '.' ? '' : text, grows: true }
    }
    if (name === 'mathbf') return bold(this.#group())
    if (name === 'begin') return this.#matrix()
    if (name === 'underbrace' || name === 'underset') return this.#under(name)
    const mark = MARKS[name]
    if (mark !== undefined) return { kind: 'over', of: this.#group(), mark: { kind: 'sign', text: mark } }
    if (name === 'cases') {
      const cases = (): readonly [Node, Node] => [this.#group(), this.#group()]
      return { kind: 'cases', of: [cases(), cases()] }
    }
    const [letter, sign] = [LETTERS[name], SIGNS[name]]
    if (letter !== undefined) return { kind: 'letter', text: letter }
    if (sign !== undefined) return { kind: 'sign', text: sign }
    if (WORDS.includes(name)) return { kind: 'word', text: name }
    throw new SyntaxError(`\\${name} has no meaning in a formula`)
  }

  /** `\begin{bmatrix} a & b \\ c & d \end{bmatrix}`, behind its first word. */
  #matrix(): Node {
    const name = this.#name()
    const fence = FENCES[name]
    if (fence === undefined) throw new SyntaxError(`\\begin{${name}} has no meaning in a formula`)
    const of: Node[][] = [[this.row()]]
    for (let token = this.#take(); !(token.kind === 'command' && token.text === 'end'); token = this.#take()) {
      if (is(token, '}')) throw new SyntaxError(`a formula needs \\end{${name}} before }`)
      if (token.text === '&') of.at(-1)!.push(this.row())
      else of.push([this.row()])
    }
    if (this.#name() !== name) throw new SyntaxError(`a formula needs \\end{${name}}`)
    const last = of.at(-1)!
    if (of.length > 1 && last.length === 1 && last[0]!.kind === 'row' && last[0].of.length === 0) of.pop()
    return { kind: 'matrix', of, fence }
  }

  /** A name between braces. */
  #name(): string {
    this.#expect('{')
    let text = ''
    for (let token = this.#take(); !is(token, '}'); token = this.#take()) text += token.text
    return text
  }

  /** `\underbrace{what}_{words}` and `\underset{words}{what}`. */
  #under(name: 'underbrace' | 'underset'): Node {
    const first = this.#group()
    if (name === 'underset') return { kind: 'under', of: this.#group(), mark: first }
    const braced: Node = { kind: 'under', of: first, mark: { kind: 'sign', text: '⏟', grows: true } }
    if (!is(this.#peek(), '_')) return braced
    this.#take()
    return { kind: 'under', of: braced, mark: this.#group() }
  }
}

const is = (token: Token | undefined, text: string): boolean => token?.kind === 'other' && token.text === text

/** Whether a token ends a row: of a group, or of a matrix's cell. */
const ends = (token: Token): boolean =>
  is(token, '}') || is(token, '&') || (token.kind === 'command' && (token.text === '\\' || token.text === 'end'))

/** Letters and digits in bold, also within a row; not what is written smaller. */
function bold(node: Node): Node {
  if (node.kind === 'letter' || node.kind === 'number') return { kind: 'bold', text: node.text }
  if (node.kind === 'script') return { ...node, base: bold(node.base) }
  return node.kind === 'row' ? { kind: 'row', of: node.of.map(bold) } : node
}

const read = new Map<string, Node>()

/** A formula's pieces, read once. Throws a SyntaxError where it is none. */
export function typeset(tex: string): Node {
  let node = read.get(tex)
  if (node === undefined) read.set(tex, (node = new Reader(tex).whole()))
  return node
}
