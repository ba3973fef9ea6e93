/** Formulas as they are written in TeX, read into what MathML sets: a small part of TeX, and `#name` for a live number. */

export type Node =
  | { readonly kind: 'letter' | 'word' | 'number' | 'text'; readonly text: string }
  /** `alone`: there is nothing before it that it would join. A bracket grows with what is in it only after `\left` and `\right`. */
  | { readonly kind: 'sign'; readonly text: string; readonly grows?: boolean; readonly alone?: boolean }
  | { readonly kind: 'space' }
  /** A number that comes while the run goes on; one that follows a sign has brackets where it is negative. */
  | { readonly kind: 'live'; readonly name: string; readonly fenced: boolean }
  | { readonly kind: 'row'; readonly of: readonly Node[] }
  | { readonly kind: 'script'; readonly base: Node; readonly below: Node | null; readonly above: Node | null }
  | { readonly kind: 'fraction'; readonly over: Node; readonly under: Node }
  | { readonly kind: 'root'; readonly of: Node }
  /** One line for each case: what it is, and when. */
  | { readonly kind: 'cases'; readonly of: readonly (readonly [Node, Node])[] }

const LETTERS: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  delta: 'δ',
  epsilon: 'ε',
  eta: 'η',
  lambda: 'λ',
  mu: 'μ',
  sigma: 'σ',
  phi: 'φ',
  Phi: 'Φ',
  partial: '∂',
}
const SIGNS: Readonly<Record<string, string>> = { cdot: '·', gets: '←', to: '→', sum: '∑', dots: '⋯', le: '≤', ge: '≥' }
const WORDS: readonly string[] = ['tanh', 'sin', 'cos', 'ln', 'max', 'min', 'sign']
const TOKEN = /\s*(?:\\([A-Za-z]+|,)|#(\w+)|(\d+(?:\.\d+)?)|([A-Za-z])|(\S))/y
/** After these a negative number needs brackets. */
const BEFORE = new Set(['+', '−', '·', '/'])

/** After other signs a minus belongs to what follows. */
const AFTER = new Set([')', '′', '|', '⋯'])

type Token = { readonly kind: 'command' | 'live' | 'number' | 'letter' | 'other'; readonly text: string }

function tokens(tex: string): Token[] {
  const found: Token[] = []
  const source = tex.trim()
  for (let at = 0; at < source.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(source)!
    const kinds = ['command', 'live', 'number', 'letter', 'other'] as const
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

  /** Everything up to the end, or to the brace that closes it. */
  row(): Node {
    const of: Node[] = []
    for (let next = this.#peek(); next !== undefined && next.text !== '}'; next = this.#peek()) {
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
    if (this.#peek()?.text !== '{') return this.#one(false)
    this.#take()
    const row = this.row()
    this.#take()
    return row
  }

  #scripts(base: Node): Node {
    let below: Node | null = null
    let above: Node | null = null
    for (let next = this.#peek()?.text; next === '_' || next === '^'; next = this.#peek()?.text) {
      this.#take()
      if (next === '_') below = this.#group()
      else above = this.#group()
    }
    if (below === null && above === null) return base
    return { kind: 'script', base: base.kind === 'live' ? { ...base, fenced: true } : base, below, above }
  }

  #one(fenced: boolean): Node {
    const { kind, text } = this.#take()
    if (kind === 'live') return { kind, name: text, fenced }
    if (kind === 'number' || kind === 'letter') return { kind, text }
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
    if (name === ',') return { kind: 'space' }
    if (name === 'frac') return { kind: 'fraction', over: this.#group(), under: this.#group() }
    if (name === 'sqrt') return { kind: 'root', of: this.#group() }
    if (name === 'left' || name === 'right') return { kind: 'sign', text: this.#take().text, grows: true }
    if (name === 'text') return { kind: 'text', text: this.#words() }
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

  /** One word between braces. */
  #words(): string {
    this.#take()
    let text = ''
    for (let token = this.#take(); token.text !== '}'; token = this.#take()) text += token.text
    return text
  }
}

const read = new Map<string, Node>()

/** A formula's pieces, read once. Throws a SyntaxError where it is none. */
export function typeset(tex: string): Node {
  let node = read.get(tex)
  if (node === undefined) read.set(tex, (node = new Reader(tex).row()))
  return node
}
