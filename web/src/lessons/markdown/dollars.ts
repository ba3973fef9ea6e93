/**
 * `$w x + b$` is a formula, `$400,000` is money: dollars enclose a formula when there is no space on the inner side of
 * them, no digit behind the closing one, and no other dollar between (as in Pandoc). `$$...$$` always do.
 */

import { math } from 'micromark-extension-math'
import type { Code, Effects, Extension, State, TokenizeContext } from 'micromark-util-types'

const DOLLAR = 36
const BACKSLASH = 92

const isEnd = (code: Code): boolean => code === null || code < 0 || code === 32 // a line's end, a tab, a space
const isDigit = (code: Code): boolean => code !== null && code >= 48 && code <= 57

function tokenize(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  let [opened, closed] = [0, 0]
  let before: Code = null
  return open

  function open(code: Code): State | undefined {
    effects.enter('mathText')
    effects.enter('mathTextSequence')
    return opening(code)
  }

  function opening(code: Code): State | undefined {
    if (code === DOLLAR && opened < 2) {
      opened += 1
      effects.consume(code)
      return opening
    }
    if (code === DOLLAR || (opened === 1 && isEnd(code))) return nok(code)
    effects.exit('mathTextSequence')
    return between(code)
  }

  function between(code: Code): State | undefined {
    if (code === null) return nok(code)
    if (code === DOLLAR) {
      if (opened === 1 && isEnd(before)) return nok(code)
      effects.enter('mathTextSequence')
      return closing(code)
    }
    if (code < 0) {
      before = code
      effects.enter('lineEnding')
      effects.consume(code)
      effects.exit('lineEnding')
      return between
    }
    effects.enter('mathTextData')
    return data(code)
  }

  function data(code: Code): State | undefined {
    if (code === null || code < 0 || code === DOLLAR) {
      effects.exit('mathTextData')
      return between(code)
    }
    before = code
    effects.consume(code)
    return code === BACKSLASH ? escaped : data
  }

  function escaped(code: Code): State | undefined {
    if (code !== DOLLAR && code !== BACKSLASH) return data(code)
    before = code
    effects.consume(code)
    return data
  }

  function closing(code: Code): State | undefined {
    if (code === DOLLAR && closed < opened) {
      closed += 1
      effects.consume(code)
      return closing
    }
    if (closed < opened || code === DOLLAR || (opened === 1 && isDigit(code))) return nok(code)
    effects.exit('mathTextSequence')
    effects.exit('mathText')
    return ok(code)
  }
}

/** Dollars in a row are looked at together, from the first of them. */
function previous(this: TokenizeContext, code: Code): boolean {
  return code !== DOLLAR || this.events.at(-1)![1].type === 'characterEscape'
}

/** Markdown's syntax of formulas: those in a line by the rules above, and `$$` around lines of their own. */
export function formulas(): Extension {
  const { flow } = math()
  return { ...(flow === undefined ? {} : { flow }), text: { [DOLLAR]: { name: 'mathText', tokenize, previous } } }
}
