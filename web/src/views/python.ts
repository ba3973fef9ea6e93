/** Python in colours: comments, texts, numbers and keywords. */

export type Look = 'comment' | 'string' | 'number' | 'keyword' | 'plain'

const TOKEN =
  /(#[^\n]*)|("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\b(import|from|as|for|in|if|else|with|def|return|print|True|False|None|class)\b|(?<![\w.])(\d[\d_]*\.?\d*(?:e[-+]?\d+)?)/g
const LOOKS: readonly Look[] = ['comment', 'string', 'keyword', 'number']

/** The text in pieces; together they are the text. */
export function coloured(text: string): readonly (readonly [Look, string])[] {
  const pieces: (readonly [Look, string])[] = []
  let end = 0
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) pieces.push(['plain', text.slice(end, match.index)])
    pieces.push([LOOKS[match.slice(1).findIndex((part) => part !== undefined)]!, match[0]])
    end = match.index + match[0].length
  }
  if (end < text.length) pieces.push(['plain', text.slice(end)])
  return pieces
}
