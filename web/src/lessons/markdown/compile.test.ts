import { describe, expect, test } from 'vitest'
import type { Block, Chapter } from '../chapter'
import { compile } from './compile'

const ORIGIN = { file: 'en/1-one-weight.md', id: 'one-weight', number: 1, language: 'en' }
const HEAD = ['+++', 'title = "One weight"', 'summary = "A line."', 'minutes = 8']
const RUN = ['[experiments.price]', 'from = "houses"']
/** Text begins in this line. */
const FIRST = 8

/** A chapter with a run called price, and this text. */
const withText = (...text: string[]): string => [...HEAD, ...RUN, '+++', ...text].join('\n')
/** A chapter with these lines in its front matter, from line 5 on. */
const withFront = (...front: string[]): string => [...HEAD, ...front, '+++', 'Text.'].join('\n')

function errorsOf(text: string): string[] {
  return compile(ORIGIN, text).errors.map(({ line, sentence }) => `${line}: ${sentence}`)
}

function chapterOf(text: string): Chapter {
  const { chapter, errors } = compile(ORIGIN, text)
  expect(errors.map(({ message }) => message)).toEqual([])
  return chapter!
}

const blocksOf = (...text: string[]): readonly Block[] => chapterOf(withText(...text)).blocks

describe('a chapter', () => {
  test('is what its file and front matter say', () => {
    const front = ['needs = ["two-dials"]', 'goals = ["Turn a weight."]', ...RUN, 'steps = 20']
    const { blocks, experiments, ...head } = chapterOf(withFront(...front))
    expect(head).toEqual({
      id: 'one-weight',
      number: 1,
      language: 'en',
      title: 'One weight',
      summary: 'A line.',
      minutes: 8,
      needs: ['two-dials'],
      goals: ['Turn a weight.'],
      places: [],
    })
    expect(blocks).toEqual([{ kind: 'paragraph', of: [{ kind: 'text', text: 'Text.' }] }])
    expect(Object.keys(experiments)).toEqual(['price'])
    expect(experiments['price']!.start.step).toBe(20)
  })

  test('needs no needs, goals or runs', () => {
    expect(chapterOf(withFront())).toMatchObject({ needs: [], goals: [], experiments: {} })
  })

  test.each([
    ['carriage returns', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['spaces behind +++', (text: string) => text.replaceAll('+++', '+++  ')],
  ])('may have %s', (_, change) => {
    const text = withText('## B', '', '::::predict{id=a}', '- [x] 1', '- [ ] 2', ':::answer', 'b', ':::', '::::')
    expect(chapterOf(change(text))).toEqual(chapterOf(text))
  })

  test('has every kind of text', () => {
    const blocks = blocksOf(
      '## A *valley* {#valley}',
      'One **two** `three` [four](https://example.org) $x^2$  ',
      'five',
      '1. a',
      '2. b',
      '',
      '> quoted',
      '',
      '| a | b |',
      '|--:|---|',
      '| 1 | 2 |',
      '',
      '```python',
      'print()',
      '```',
      '$$',
      'x = 1',
      '$$',
      '***',
    )
    expect(blocks.map(({ kind }) => kind)).toEqual('heading paragraph list quote table code formula rule'.split(' '))
    const [heading, paragraph, list, , table, code, formula] = blocks
    expect(heading).toMatchObject({ id: 'valley', level: 2, of: [{ text: 'A ' }, { kind: 'emphasis' }] })
    expect(paragraph!.kind === 'paragraph' && paragraph!.of.map(({ kind }) => kind)).toEqual(
      'text strong text code text link text formula break text'.split(' '),
    )
    expect(list).toMatchObject({ first: 1, items: [{ checked: null }, { checked: null }] })
    expect(table).toMatchObject({ align: ['right', null] })
    expect(code).toEqual({ kind: 'code', language: 'python', text: 'print()' })
    expect(formula).toEqual({ kind: 'formula', tex: 'x = 1' })
  })

  test('knows its places: headings of the second level and what readers do', () => {
    const { places } = chapterOf(
      withText(
        '## Größe, und mehr!',
        '### Below',
        '::::challenge{id=low title="Get low" run=price goal="train_loss < 1"}',
        'Go.',
        '::::',
      ),
    )
    expect(places).toEqual([
      { id: 'grosse-und-mehr', kind: 'heading', title: 'Größe, und mehr!' },
      { id: 'low', kind: 'challenge', title: 'Get low' },
    ])
  })

  test('links to other chapters by their files, to places of its own, and to the web', () => {
    const { chapter, targets } = compile(
      ORIGIN,
      withText('## A', '[a](2-two-dials.md#b) [c](#a) [d](./teachers.md) [e][web]', '', '[web]: https://example.org/x'),
    )
    const paragraph = chapter!.blocks[1]!
    expect(
      paragraph.kind === 'paragraph' && paragraph.of.flatMap((one) => (one.kind === 'link' ? [one.to] : [])),
    ).toEqual(['#learn/two-dials/b', '#learn/one-weight/a', '#learn/teachers', 'https://example.org/x'])
    expect(targets).toEqual([
      { line: FIRST + 1, chapter: 'two-dials', place: 'b' },
      { line: FIRST + 1, chapter: 'one-weight', place: 'a' },
      { line: FIRST + 1, chapter: 'teachers', place: null },
    ])
  })

  test('has live parts with their attributes read', () => {
    const [live] = blocksOf(
      ':::live{run=price title="A price" wide}',
      '::dial{of="w(0,0,0)" label="Price" low=0 high=0.4 step=1e-3}',
      '::play{buttons="play 10 reset"}',
      ':::',
    )
    expect(live).toMatchObject({
      kind: 'part',
      name: 'live',
      line: FIRST,
      attributes: { run: 'price', title: 'A price', wide: true },
      of: [
        {
          name: 'dial',
          line: FIRST + 1,
          attributes: { of: { name: 'w', at: [0, 0, 0] }, low: 0, high: 0.4, step: 0.001 },
        },
        { name: 'play', attributes: { buttons: ['play', '10', 'reset'], timeline: false } },
      ],
    })
  })

  test('has numbers of a run within its text', () => {
    const [paragraph] = blocksOf('Now :value{run=price of=train_loss digits=2}.')
    expect(paragraph).toMatchObject({
      of: [
        { text: 'Now ' },
        { kind: 'inline', name: 'value', attributes: { run: 'price', of: { name: 'train_loss' }, digits: 2 } },
        { text: '.' },
      ],
    })
  })
})

describe('runs', () => {
  const settingOf = (...front: string[]) => chapterOf(withFront('[experiments.price]', ...front)).experiments['price']!

  test('are built-in experiments with changes', () => {
    const { from, changes, start } = settingOf('from = "houses"', 'data = { standardize = "none" }')
    expect({ from, changes }).toEqual({ from: 'houses', changes: { data: { standardize: 'none' } } })
    expect(start).toMatchObject({ step: 0, experiment: { data: { source: 'houses', standardize: 'none' } } })
    expect(start).not.toHaveProperty('log')
    expect(start).not.toHaveProperty('own')
  })

  test('begin with weights that are set', () => {
    const { start } = settingOf('from = "houses"', 'weights = { "w(0,0,0)" = 0.1, "b(0,0)" = -2 }')
    expect(start.log).toEqual([
      [0, { edit: { layer: 0, neuron: 0, input: 0, value: 0.1 } }],
      [0, { edit: { layer: 0, neuron: 0, input: null, value: -2 } }],
    ])
  })

  test('can have a table of their own', () => {
    const { start, changes } = settingOf('from = "houses"', 'table = """', 'area,price', '1,2', '3,4"""')
    expect(start.own).toEqual({ kind: 'table', name: 'price.csv', text: 'area,price\n1,2\n3,4' })
    expect(changes.data).toEqual({ source: 'price.csv' })
  })
})

describe('dollars', () => {
  const kinds = (text: string): string[] => {
    const [paragraph] = blocksOf(text)
    return paragraph!.kind === 'paragraph'
      ? paragraph!.of.map((one) =>
          one.kind === 'formula' ? `<${one.tex}>` : one.kind === 'text' ? one.text : one.kind,
        )
      : [paragraph!.kind]
  }
  test.each([
    ['It costs $400,000, not $354,000.', ['It costs $400,000, not $354,000.']],
    ['Between $100 and $x$ dollars', ['Between $100 and ', '<x>', ' dollars']],
    ['$x$ and $y$', ['<x>', ' and ', '<y>']],
    ['A formula $w\nx$ over two lines', ['A formula ', '<w\nx>', ' over two lines']],
    ['5 $ or 6 $', ['5 $ or 6 $']],
    ['$5/$6', ['$5/$6']],
    ['\\$x\\$', ['$x$']],
    ['in a line: $$x$$ so', ['in a line: ', '<x>', ' so']],
    ['a $$$', ['a $$$']],
    ['$', ['$']],
    ['`$x$`', ['code']],
  ])('%s', (text, parts) => {
    expect(kinds(text)).toEqual(parts)
  })

  test('$$ in a line of its own is a formula of its own', () => {
    expect(blocksOf('$$a = w x$$')).toEqual([{ kind: 'formula', tex: 'a = w x' }])
  })
})

test.each(['at 10:30', 'Schüler:innen', 'a:b', 'note: this', 'e.g.::this'])(
  '%s has a colon, and no component',
  (text) => {
    expect(blocksOf(text)).toEqual([{ kind: 'paragraph', of: expect.anything() }])
    expect(JSON.stringify(blocksOf(text))).not.toContain('inline')
  },
)

describe('what is wrong with a file', () => {
  test.each([
    ['nothing in it', '', '1: expected a chapter, got an empty file: begin with +++, a title, and +++'],
    ['only spaces', ' \n\n', '1: expected a chapter, got an empty file: begin with +++, a title, and +++'],
    [
      'five megabytes',
      'a'.repeat(5_000_000),
      '1: expected at most 200,000 characters, got 5,000,000: make several chapters of it',
    ],
    ['bytes', `${HEAD.join('\n')}\n\0`, '5: expected text in UTF-8, got other bytes: save the file as UTF-8'],
    [
      'no front matter',
      '# One weight\n\nText',
      "1: expected +++ in the first line, with title and minutes below it, got '# One weight': begin with +++",
    ],
    [
      'YAML',
      '---\ntitle: One\n---\nText',
      '1: expected +++ in the first line, with title and minutes below it, got --- (its front matter is TOML, not YAML): begin with +++',
    ],
    [
      'front matter without an end',
      '+++\ntitle = "One"\n\nText',
      '1: expected a second line of +++ that ends the front matter, got none: write one above the text',
    ],
    [
      'lists without end',
      withText('> '.repeat(40)),
      '8: expected at most twelve lists and quotes in each other, got more: use fewer',
    ],
    [
      'an endless line',
      withText('**a'.repeat(50_000)),
      '8: expected lines of at most 10,000 characters, got a longer one: break it',
    ],
    ['no text', withText('', ''), '9: expected text below the front matter, got none: write some'],
  ])('%s', (_, text, error) => {
    expect(errorsOf(text)[0]).toBe(error)
  })
})

describe('what is wrong with front matter', () => {
  test('that is no TOML is told by its line; the text is checked all the same', () => {
    const errors = errorsOf([...HEAD, 'needs = [', '+++', '<b>', '::curve'].join('\n'))
    expect(errors[0]).toMatch(/^[56]: expected TOML, got what it does not know \(.+\): correct it$/)
    expect(errors.slice(1)).toHaveLength(1)
    expect(errors[1]).toMatch(/^7: expected Markdown, got HTML/)
  })

  test('is told all at once, in the order of the lines', () => {
    const text = ['+++', 'titel = "One"', 'summary = ""', 'minutes = 0', 'needs = "a"', 'goals = [1]', '+++', 'Text.']
    expect(errorsOf(text.join('\n'))).toEqual([
      '1: expected title in the front matter, got none: write title = "One weight"',
      "2: expected one of the keys title, summary, minutes, needs, goals, [experiments.name], got 'titel': did you mean title?",
      '3: summary: expected a sentence of at most 300 characters, got an empty text: correct it',
      '4: minutes: expected a whole number from 1 to 240, got 0: correct it',
      `5: needs: expected a list of chapters, such as ["one-weight"], got 'a': correct it`,
      '6: goals: expected a list of sentences of at most 300 characters, got [1]: correct it',
    ])
  })

  test.each([
    [['experiments = 1'], /^5: experiments: expected tables such as \[experiments.price\], got 1/],
    [['[experiments]', 'price = "houses"'], /^6: experiments.price: expected a table with from = "...", got 'houses'/],
    [['[experiments.Price]', 'from = "houses"'], /^5: experiments.Price: expected a name of small letters/],
    [['[experiments.price]'], /^5: experiments.price: expected from = "...", .*got none/],
    [
      ['[experiments.price]', 'from = "hauses"'],
      /^6: experiments.price.from: expected one of .*did you mean houses\?$/,
    ],
    [['[experiments.price]', 'from = 3'], /^6: experiments.price.from: expected one of .*got '3'/],
    [[...RUN, 'stepz = 3'], /^7: experiments.price.stepz: .*did you mean steps\?$/],
    [[...RUN, 'steps = -1'], /^7: experiments.price.steps: expected a whole number from 0 to 100,000, got -1/],
    [[...RUN, 'data = 3'], /^7: experiments.price.data: expected a table of settings, got 3/],
    [
      [...RUN, 'data = { standardise = "none" }'],
      /^7: experiments.price.data.standardise: .*did you mean standardize\?$/,
    ],
    [[...RUN, 'data = { source = "hauses" }'], /^7: experiments.price.data.source: .*did you mean houses\?$/],
    [[...RUN, 'training = { learning_rate = "fast" }'], /^7: .*learning_rate: expected a number from .* got 'fast'/],
    [
      [...RUN, '[experiments.price.network]', '', 'hidden = [0]'],
      /^9: experiments.price.network.hidden: expected a list/,
    ],
    [[...RUN, 'network = { hidden = [2, 2], activation = ["tanh"] }'], /^7: .*activation: expected one activation/],
    [[...RUN, 'weights = 1'], /^7: experiments.price.weights: expected a table such as/],
    [
      [...RUN, 'weights = { "w(0,0)" = 1 }'],
      /^7: experiments.price.weights.w\(0,0\): expected w\(layer,neuron,input\)/,
    ],
    [[...RUN, 'weights = { train_loss = 1 }'], /^7: .*expected a weight or a bias/],
    [[...RUN, 'weights = { "w(0,0,0)" = inf }'], /^7: .*expected a finite number/],
    [[...RUN, 'table = 1'], /^7: experiments.price.table: expected lines of CSV/],
    [[...RUN, 'table = "a,b"'], /^7: experiments.price.table: expected at least 2 rows/],
    [
      [...RUN, 'table = """', 'a,b', '1,2', '3,4"""', 'data = { source = "iris" }'],
      /^11: .*expected no source beside a table/,
    ],
  ])('%j', (front, error) => {
    const errors = errorsOf(withFront(...front))
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(error)
  })
})

describe('what is wrong with components', () => {
  test.each<[string, string[], RegExp]>([
    [
      'an unknown one',
      [':::liv{run=price}', '::curve', ':::'],
      /^8: expected one of the components with ::: live.* got 'liv': did you mean live\?$/,
    ],
    ['an unknown one in a line', ['::kurve'], /^8: .*got 'kurve': did you mean curve\?$/],
    [
      'an unknown one in text',
      ['a :valu{run=price of=step}'],
      /^8: .*got 'valu': did you mean value\?, or write \\: for a colon$/,
    ],
    [
      'a missing run',
      [':::live{run=prise}', '::output', ':::'],
      /^8: live run: expected one of the runs price, got 'prise': did you mean price\?$/,
    ],
    [
      'no run at all',
      [':::live', '::output', ':::'],
      /^8: live: expected run=..., got none: its name in the front matter$/,
    ],
    [
      'an unknown attribute',
      [':::live{run=price widh}', '::output', ':::'],
      /^8: live: expected one of the attributes run, title, wide, after, got 'widh': did you mean wide\?$/,
    ],
    [
      'an attribute where there are none',
      [':::live{run=price}', '::errors{height=3}', ':::'],
      /^9: errors: expected no attributes, got 'height': remove it$/,
    ],
    [
      'a word for a number',
      [':::live{run=price}', '::loss{height=high}', ':::'],
      /^9: loss height: expected a number, got 'high'/,
    ],
    [
      'an infinite number',
      [':::live{run=price}', '::loss{height=1e999}', ':::'],
      /^9: loss height: expected a number, got '1e999'/,
    ],
    [
      'another choice',
      [':::live{run=price}', '::curve{errors=square}', ':::'],
      /^9: curve errors: expected one of .* got 'square': did you mean squares\?$/,
    ],
    [
      'a flag with a value',
      [':::live{run=price wide=yes}', '::output', ':::'],
      /^8: live wide: expected it without a value, got 'yes'/,
    ],
    [
      'an unknown button',
      [':::live{run=price}', '::play{buttons="play pley"}', ':::'],
      /^9: play buttons: expected one of .* got 'pley': did you mean play\?$/,
    ],
    [
      'low above high',
      [':::live{run=price}', '::dial{of="b(0,0)" label=B low=2 high=1}', ':::'],
      /^9: dial: expected low below high, got 2 and 1/,
    ],
    [
      'too few labels',
      [':::live{run=price}', '::numbers{of="step epoch" labels="Steps"}', ':::'],
      /^9: numbers: labels: expected 2 texts with bars between them, got 1/,
    ],
    ['one sum', ['::softmax{sums=1}'], /^8: softmax: sums: expected two numbers or more, got 1/],
    [
      'a value that a setting does not know',
      [':::live{run=price}', '::setting{of=optimizer values="sgd adm"}', ':::'],
      /^9: setting: values: expected one of .* got 'adm'/,
    ],
    [
      'a condition that is none',
      ['::::challenge{id=a title=A run=price goal="loss"}', 'a', '::::'],
      /^8: challenge goal: expected one of < <= > >=/,
    ],
    [
      'an id with spaces',
      ['::::challenge{id="a b" title=A run=price goal="step < 3"}', 'a', '::::'],
      /^8: challenge id: expected small letters/,
    ],
    ['a control outside', ['::curve'], /^8: expected curve within a live part, got it in the chapter itself/],
    [
      'a live part in another',
      ['::::live{run=price}', ':::live{run=price}', '::output', ':::', '::::'],
      /^9: expected live outside of live parts/,
    ],
    [
      'a hint outside',
      [':::hint', 'a', ':::'],
      /^8: expected hint within challenge or compute, got it in the chapter itself/,
    ],
    ['an answer outside', [':::answer', 'a', ':::'], /^8: expected answer within predict/],
    [
      'a task in a task',
      [
        '::::::challenge{id=a title=A run=price goal="step < 3"}',
        ':::::compute{id=b title=B run=price of=step}',
        'a',
        ':::::',
        '::::::',
      ],
      /^9: expected compute in the chapter itself, got it within challenge/,
    ],
    ['a component in a list', ['- a', '  ::softmax{sums="1 2"}'], /^9: expected softmax outside of a list/],
    [
      'a leaf with three colons',
      [':::live{run=price}', '::output', ':::', ':::softmax{sums="1 2"}', 'a', ':::'],
      /^11: expected ::softmax, which has no content, got :::softmax/,
    ],
    [
      'a container with two colons',
      ['::note{title=a}'],
      /^8: expected :::note, what is in it, and ::: below, got ::note/,
    ],
    [
      'a leaf in text',
      ['a :softmax{sums="1 2"} b'],
      /^8: expected ::softmax at the beginning of a line of its own, got :softmax within text/,
    ],
    [
      'a value alone',
      ['::value{run=price of=step}'],
      /^8: expected :value\{...\} within text, got it in a line of its own/,
    ],
    ['one that is not closed', [':::note', 'a'], /^8: expected a line of ::: that closes note, got none/],
    [
      'one with as many colons as that around it',
      [':::challenge{id=a title=A run=price goal="step < 3"}', ':::hint', 'a', ':::', ':::'],
      /^9: expected a line of ::: that closes hint, got none .*more colons \(::::\)$/,
    ],
    ['an end too many', ['a', '', ':::'], /^10: expected a component that ::: closes, got none: remove it$/],
    ['a space after the colons', ['::: live {run=price}'], /^8: expected a component such as :::live\{/],
    [
      'an open quote',
      ['::curve{errors="lines}'],
      /^8: expected a component such as ::curve\{.*, got one that cannot be read/,
    ],
    [
      'broken braces in text',
      ['a :value{run=} b'],
      /^8: value: expected attributes such as .*, got some that cannot be read/,
    ],
    ['brackets', [':::note[Title]', 'a', ':::'], /^8: note: expected no \[brackets\], got some/],
    ['nothing to see', [':::live{run=price}', 'Text.', ':::'], /^8: expected pictures or controls in live, got none/],
    ['a film without a network', [':::live{run=price}', '::film', ':::'], /^8: expected the network of which film is/],
    ['nothing in it', [':::note', ':::'], /^8: expected some text in note, got none/],
    [
      'a guess that is awaited and not there',
      [':::live{run=price after=b}', '::output', ':::'],
      /^8: live after: expected the id of a predict in this chapter, which has none, got 'b'/,
    ],
  ])('%s', (_, text, error) => {
    const errors = errorsOf(withText(...text))
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(error)
  })

  const predict = (attributes: string, ...inside: string[]): string[] =>
    errorsOf(withText(`::::predict{${attributes}}`, ...inside, ':::answer', 'So.', ':::', '::::'))
  const CHOICES = ['- [ ] a', '- [x] b']

  test('a guess is one of a list, or a number', () => {
    expect(predict('id=a', ...CHOICES)).toEqual([])
    expect(predict('id=a run=price number=train_loss low=0 high=1')).toEqual([])
    expect(predict('id=a')[0]).toMatch(/^8: expected answers to choose from, or number=/)
    expect(predict('id=a run=price number=train_loss low=0 high=1', ...CHOICES)[0]).toMatch(/^8: .*, got both/)
    expect(predict('id=a number=train_loss')).toHaveLength(3)
    expect(predict('id=a low=1', ...CHOICES)[0]).toMatch(/^8: predict: expected low only where a number is guessed/)
    expect(predict('id=a', '- [ ] a', '- [ ] b')[0]).toMatch(/^8: expected one right answer, - \[x\], got none/)
    expect(predict('id=a', '- [x] a', '- [x] b')[0]).toMatch(/got 2/)
    expect(predict('id=a', '- [x] a')[0]).toMatch(/^8: expected two answers or more/)
    expect(predict('id=a', '- [x] a', '- b')[0]).toMatch(/^8: expected - \[ \] or - \[x\] before each answer/)
    expect(errorsOf(withText('::::predict{id=a}', ...CHOICES, '::::'))[0]).toMatch(
      /^8: expected one :::answer in predict/,
    )
  })

  test('a live part waits for a guess of its chapter', () => {
    const guess = ['::::predict{id=first}', ...CHOICES, ':::answer', 'So.', ':::', '::::']
    const live = (after: string): string[] => [`:::live{run=price after=${after}}`, '::output', ':::']
    expect(errorsOf(withText(...guess, ...live('first')))).toEqual([])
    expect(errorsOf(withText(...live('first'), ...guess))).toEqual([])
    expect(errorsOf(withText(...guess, ...live('frist')))[0]).toMatch(/^15: live after: .*did you mean first\?$/)
  })

  test('ids are unique, those of headings too', () => {
    const challenge = (id: string) => [`::::challenge{id=${id} title=A run=price goal="step < 3"}`, 'a', '::::']
    const errors = errorsOf(withText('## A b', ...challenge('c'), ...challenge('c'), ...challenge('a-b'), '## A b'))
    expect(errors).toEqual([
      "12: expected an id of its own, got 'c', which line 9 has: choose another",
      "15: expected an id of its own, got 'a-b', which line 8 has: choose another",
      "18: expected an id of its own, got 'a-b', which line 8 has: choose another",
    ])
  })

  test('runs are not missed where the front matter cannot be read', () => {
    const text = ['+++', '= ', '+++', ':::live{run=price}', '::output', ':::'].join('\n')
    expect(errorsOf(text)).toHaveLength(1)
  })
})

describe('what is wrong with text', () => {
  test.each<[string, string[], RegExp]>([
    [
      'a title',
      ['# One'],
      /^8: expected a heading with ## or ###, got #: the chapter's title stands in the front matter$/,
    ],
    ['a title that is underlined', ['One', '==='], /^8: expected a heading with ## or ###, got #/],
    ['a heading too deep', ['#### One'], /^8: .*got ####: chapters have two levels$/],
    [
      'a heading without letters',
      ['## !'],
      /^8: expected a heading that links can name, got '!': write \{#a-name\} behind it$/,
    ],
    [
      'a heading in a note',
      [':::note', '## One', ':::'],
      /^9: expected headings in the chapter itself, got one within note/,
    ],
    ['HTML', ['', '<script>alert(1)</script>'], /^9: expected Markdown, got HTML \('<script>alert\(1\)<\/script>'\)/],
    ['HTML in a line', ['a <img src=x onerror=y> b'], /^8: expected Markdown, got HTML/],
    ['a comment', ['<!-- later -->'], /^8: expected Markdown, got HTML/],
    ['an image', ['![a](b.png)'], /^8: expected no image, since every picture of a chapter is live/],
    [
      'a formula that is none',
      ['so $\\frac{1}$ b'],
      /^8: formula '\\frac\{1\}': .*: correct it, or write \\\$ for a dollar$/,
    ],
    [
      'an unknown command',
      ['$$', '\\nonsense', '$$'],
      /^8: formula '\\nonsense': \\nonsense has no meaning in a formula/,
    ],
    ['braces that do not close', ['$x_{1$'], /^8: formula .*expected a \} for each \{, got fewer/],
    ['braces that were not opened', ['$x}$'], /^8: formula .*expected a \{ before this/],
    ['a live number', ['$#a$'], /^8: formula: expected no live number, got '#a'/],
    ['a link to nowhere', ['[a](elsewhere)'], /^8: expected a link to a chapter's file .*got 'elsewhere'/],
    ['a link that runs code', ['[a](javascript:alert(1))'], /^8: expected a link .*got 'javascript:alert\(1\)'/],
    ['a link without a text', ['[](https://example.org)'], /^8: expected a text to click on, got none/],
  ])('%s', (_, text, error) => {
    const errors = errorsOf(withText(...text))
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(error)
  })
})

test('whatever is written, it is compiled or told what is wrong, at lines that there are', () => {
  const pieces = [
    ...':::live{run=price}\n::curve{}\n:value{run=price of=step} $x_{1}$ - [x] | a | # ` * _ [a](b.md) <b>'.split(
      /(?<= )/,
    ),
  ]
  pieces.push('\n', '\n\n', '::::predict{id=a}\n', ':::\n', '::::\n', '> ', '- ', '$$', '{', '}', '"', '\\', '+++\n')
  let state = 7
  const below = (count: number): number => (state = (state * 48271) % 2147483647) % count
  for (let round = 0; round < 100; round += 1) {
    const text = withText(Array.from({ length: 3 + below(30) }, () => pieces[below(pieces.length)]).join(''))
    const { chapter, errors } = compile(ORIGIN, text)
    expect(chapter === null).toBe(errors.length > 0)
    for (const { line } of errors) expect(line >= 1 && line <= text.split('\n').length).toBe(true)
  }
})
