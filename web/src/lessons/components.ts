/**
 * What a chapter can be made of besides text, and the attributes of each. The compiler checks chapters by this, parts take
 * their attributes' types from it, and the page for teachers lists it.
 */

import type { Condition, Quantity } from './conditions'

/** What an attribute's text is read into. */
export type Values = {
  text: string
  number: number
  flag: boolean
  /** `play step reset`: words between spaces, of `among` where that is given. */
  words: readonly string[]
  /** One of `among`. */
  choice: string
  /** `0.003 0.03 0.3` */
  numbers: readonly number[]
  /** A run of the chapter's front matter. */
  run: string
  /** `w(0,1,2)`, `b(0,1)` and whatever else conditions.ts knows; `parameter`: only the first two. */
  parameter: Quantity
  quantity: Quantity
  quantities: readonly Quantity[]
  /** `train_loss < 450 and step <= 200` */
  condition: Condition
  /** What progress is kept by: unique in its chapter. */
  id: string
  /** The id of a `predict` in the same chapter. */
  prediction: string
}

export type Attribute = {
  readonly kind: keyof Values
  /** For teachers, one sentence. */
  readonly about: string
  readonly required?: true
  readonly among?: readonly string[]
}

export type Component = {
  readonly about: string
  /**
   * `:::name` with content, `::name` in a line of its own, or `:name[...]` within text; and where it may stand: `live` only
   * within a live part, `task` only within a challenge or a computation, `chapter` anywhere but in a live part.
   */
  readonly form: 'container' | 'leaf' | 'inline'
  readonly within: 'chapter' | 'live' | 'predict' | 'task' | 'anywhere'
  /** How it is laid out in a live part: pictures stand side by side, controls below them. */
  readonly place?: 'picture' | 'control'
  readonly attributes: Readonly<Record<string, Attribute>>
}

const LOW_HIGH = {
  low: { kind: 'number', about: 'Where it begins.' },
  high: { kind: 'number', about: 'Where it ends.' },
} as const satisfies Record<string, Attribute>
const HEIGHT = { height: { kind: 'number', about: 'Its height in pixels.' } } as const satisfies Record<
  string,
  Attribute
>

export const COMPONENTS = {
  // live parts
  live: {
    about: 'A run of this chapter, and what is shown of it. Several live parts can show the same run.',
    form: 'container',
    within: 'chapter',
    attributes: {
      run: { kind: 'run', required: true, about: 'Its name in the front matter.' },
      title: { kind: 'text', about: 'What it shows, in a few words.' },
      wide: { kind: 'flag', about: 'Wider than the text, where there is room.' },
      after: { kind: 'prediction', about: 'It can be played once this guess has been made.' },
    },
  },
  play: {
    about: 'Buttons that train.',
    form: 'leaf',
    within: 'live',
    place: 'control',
    attributes: {
      buttons: {
        kind: 'words',
        among: ['play', 'step', 'back', '10', '100', '1000', 'epoch', 'reset'],
        about: 'Which ones, in this order; the numbers are steps at once.',
      },
      speed: { kind: 'number', about: 'Steps a second while it plays; 0: as fast as it can.' },
      unit: { kind: 'choice', among: ['example', 'batch', 'epoch'], about: 'What Step and Back go by.' },
      timeline: { kind: 'flag', about: 'With the timeline, to go back to any moment.' },
    },
  },
  dial: {
    about: 'A slider for one weight or bias; its number can be typed.',
    form: 'leaf',
    within: 'live',
    place: 'control',
    attributes: {
      of: { kind: 'parameter', required: true, about: 'Which one: w(0,0,0), b(0,0).' },
      label: { kind: 'text', required: true, about: 'What it is called.' },
      unit: { kind: 'text', about: 'What stands behind its number.' },
      step: { kind: 'number', about: 'Its smallest change.' },
      ...LOW_HIGH,
    },
  },
  setting: {
    about: "A control of the playground's: a setting of the recipe.",
    form: 'leaf',
    within: 'live',
    place: 'control',
    attributes: {
      of: {
        kind: 'choice',
        required: true,
        among: [
          'learning_rate',
          'batch_size',
          'optimizer',
          'loss',
          'activation',
          'init',
          'standardize',
          'noise',
          'test',
          'samples',
          'l2',
          'seed',
        ],
        about: 'Which one. A seed is that of the weights.',
      },
      label: { kind: 'text', about: 'What it is called here.' },
      values: { kind: 'words', about: 'The values to choose from.' },
    },
  },
  inputs: {
    about: 'Which columns, and formulas of them, go into the network.',
    form: 'leaf',
    within: 'live',
    place: 'control',
    attributes: {
      formulas: { kind: 'flag', about: 'New ones can be typed.' },
    },
  },
  network: {
    about: 'The network, as in the playground.',
    form: 'leaf',
    within: 'live',
    place: 'picture',
    attributes: {
      resizable: { kind: 'flag', about: 'With buttons for more and fewer layers and neurons.' },
      editable: { kind: 'flag', about: 'Weights can be dragged, neurons silenced.' },
      ...HEIGHT,
    },
  },
  film: {
    about: 'One update in slow motion, in the network of the same live part.',
    form: 'leaf',
    within: 'live',
    place: 'control',
    attributes: {},
  },
  output: {
    about: 'What the network answers, in the view that fits the data: curve, map, table, digits to draw, or picture.',
    form: 'leaf',
    within: 'live',
    place: 'picture',
    attributes: {},
  },
  curve: {
    about: 'Data with one input: the examples and the answer as a curve, with the errors.',
    form: 'leaf',
    within: 'live',
    place: 'picture',
    attributes: {
      ...HEIGHT,
      errors: { kind: 'choice', among: ['none', 'lines', 'squares'], about: 'How errors are drawn.' },
      low: { kind: 'number', about: 'The lowest answer that is seen; without it, about that of the examples.' },
      high: { kind: 'number', about: 'The highest.' },
      left: { kind: 'number', about: 'The lowest input that is seen; a straight line goes on beyond the examples.' },
      right: { kind: 'number', about: 'The highest.' },
    },
  },
  map: {
    about: 'Data with two inputs: the answer everywhere on the plane, and the examples.',
    form: 'leaf',
    within: 'live',
    place: 'picture',
    attributes: {
      line: { kind: 'flag', about: 'With the line on which the output neuron is undecided.' },
    },
  },
  errors: {
    about: 'A table of the examples: target, answer, difference, its square, and the mean of these.',
    form: 'leaf',
    within: 'live',
    place: 'picture',
    attributes: {},
  },
  slice: {
    about: 'The loss as a curve over one weight or bias, and where the run is on it.',
    form: 'leaf',
    within: 'live',
    place: 'picture',
    attributes: {
      ...HEIGHT,
      of: { kind: 'parameter', required: true, about: 'Which one.' },
      label: { kind: 'text', about: 'What it is called.' },
      draggable: { kind: 'flag', about: 'The point on the curve can be dragged.' },
      low: { kind: 'number', required: true, about: 'Where it begins.' },
      high: { kind: 'number', required: true, about: 'Where it ends.' },
    },
  },
  valley: {
    about: 'The loss over two weights or biases as a map, with the path that was taken.',
    form: 'leaf',
    within: 'live',
    place: 'picture',
    attributes: {
      ...HEIGHT,
      across: { kind: 'parameter', required: true, about: 'The one from left to right.' },
      up: { kind: 'parameter', required: true, about: 'The one from bottom to top.' },
      left: { kind: 'number', required: true, about: 'Where the first begins.' },
      right: { kind: 'number', required: true, about: 'Where it ends.' },
      bottom: { kind: 'number', required: true, about: 'Where the second begins.' },
      top: { kind: 'number', required: true, about: 'Where it ends.' },
      labels: { kind: 'text', about: 'What the two are called, with a bar between them: "weight | bias".' },
      arrow: { kind: 'flag', about: 'With the arrow of the gradient, downhill.' },
      draggable: { kind: 'flag', about: 'The point can be dragged.' },
    },
  },
  loss: {
    about: 'The loss over time.',
    form: 'leaf',
    within: 'live',
    place: 'picture',
    attributes: { ...HEIGHT },
  },
  accuracy: {
    about: 'The share of right answers over time.',
    form: 'leaf',
    within: 'live',
    place: 'picture',
    attributes: { ...HEIGHT },
  },
  numbers: {
    about: 'Numbers of the run: step, epoch, losses, weights, ...',
    form: 'leaf',
    within: 'live',
    place: 'control',
    attributes: {
      of: { kind: 'quantities', required: true, about: 'Which ones.' },
      labels: { kind: 'text', about: 'What they are called, with bars between them.' },
    },
  },
  ask: {
    about: 'The network is asked something: switches for columns of 0 and 1, numbers for others, and its answer.',
    form: 'leaf',
    within: 'live',
    place: 'control',
    attributes: {
      at: { kind: 'numbers', about: 'The question that it begins with.' },
    },
  },
  matrices: {
    about: "Backpropagation of one example in matrices, line by line, with the run's own numbers.",
    form: 'leaf',
    within: 'live',
    place: 'picture',
    attributes: {
      phases: {
        kind: 'words',
        among: ['forward', 'loss', 'delta', 'back', 'gradients', 'update'],
        about: 'Which parts of it.',
      },
      choose: { kind: 'flag', about: 'With a control to choose the example.' },
    },
  },
  closer: {
    about: "One of the playground's views from nearby.",
    form: 'leaf',
    within: 'live',
    place: 'picture',
    attributes: {
      view: {
        kind: 'choice',
        required: true,
        among: ['Inspector', 'Layers', 'Landscape', 'Space', 'Surface'],
        about: 'Which one.',
      },
      pick: { kind: 'parameter', about: 'What it opens.' },
      ...HEIGHT,
    },
  },
  confusion: {
    about: 'Which classes are taken for which.',
    form: 'leaf',
    within: 'live',
    place: 'picture',
    attributes: {},
  },

  // toys, without a run
  softmax: {
    about: 'Softmax with a slider for each sum.',
    form: 'leaf',
    within: 'chapter',
    attributes: {
      sums: { kind: 'numbers', required: true, about: 'The sums that it begins with; two or more.' },
      names: { kind: 'text', about: 'The classes, with bars between them.' },
      growing: { kind: 'flag', about: 'Classes can be added and taken away.' },
      loss: { kind: 'flag', about: 'A class can be chosen as the right one: its cross-entropy is shown.' },
      ...LOW_HIGH,
    },
  },
  'cross-entropy': {
    about: 'Cross-entropy as a curve over the probability of the right class.',
    form: 'leaf',
    within: 'chapter',
    attributes: {
      at: { kind: 'number', about: 'The probability that it begins with.' },
    },
  },
  sweep: {
    about: 'One run after the other, each with another value of a setting; their losses at the end in one chart.',
    form: 'leaf',
    within: 'chapter',
    attributes: {
      run: { kind: 'run', required: true, about: 'The run that is varied.' },
      of: { kind: 'choice', required: true, among: ['hidden', 'l2', 'samples', 'epochs'], about: 'What is varied.' },
      values: { kind: 'numbers', required: true, about: 'Its values, in order; of hidden: the neurons of one layer.' },
      steps: { kind: 'number', required: true, about: 'Steps of each run.' },
      title: { kind: 'text', about: 'What it shows, in a few words.' },
    },
  },

  // what the reader does
  predict: {
    about:
      'A question before something is shown. Its list holds the answers to choose from, the right one as `- [x]`; or it asks for a number.',
    form: 'container',
    within: 'chapter',
    attributes: {
      id: { kind: 'id', required: true, about: 'Its name.' },
      title: { kind: 'text', about: 'The question in a few words.' },
      run: { kind: 'run', about: 'The run that the number is about.' },
      number: { kind: 'quantity', about: 'What is guessed: what this is in the end is shown beside the guess.' },
      low: { kind: 'number', about: 'The lowest number to guess.' },
      high: { kind: 'number', about: 'The highest.' },
    },
  },
  answer: {
    about: 'What is shown once a guess has been made.',
    form: 'container',
    within: 'predict',
    attributes: {},
  },
  challenge: {
    about: 'Something to reach. The page checks it from the state of the run.',
    form: 'container',
    within: 'chapter',
    attributes: {
      id: { kind: 'id', required: true, about: 'Its name.' },
      title: { kind: 'text', required: true, about: 'What is to be reached, in a few words.' },
      run: { kind: 'run', required: true, about: 'The run that it is about.' },
      goal: { kind: 'condition', required: true, about: 'When it is reached: train_loss < 450 and step <= 200.' },
    },
  },
  compute: {
    about: "A number that the reader works out; the page compares it with the run's own.",
    form: 'container',
    within: 'chapter',
    attributes: {
      id: { kind: 'id', required: true, about: 'Its name.' },
      title: { kind: 'text', required: true, about: 'What is to be worked out, in a few words.' },
      run: { kind: 'run', required: true, about: 'The run that it is about.' },
      of: { kind: 'quantity', required: true, about: 'What: delta(2,0), next_w(2,0,1), ...' },
      digits: { kind: 'number', about: 'How many digits have to be right.' },
    },
  },
  hint: {
    about: 'Shown when it is asked for; several are shown one after the other.',
    form: 'container',
    within: 'task',
    attributes: {},
  },
  note: {
    about: 'Something beside the way.',
    form: 'container',
    within: 'chapter',
    attributes: {
      title: { kind: 'text', about: 'What it is about.' },
    },
  },
  value: {
    about: 'A number of a run within the text; it follows the run.',
    form: 'inline',
    within: 'anywhere',
    attributes: {
      run: { kind: 'run', required: true, about: 'Which run.' },
      of: { kind: 'quantity', required: true, about: 'Which number.' },
      digits: { kind: 'number', about: 'How many digits after the point.' },
    },
  },

  // the page for teachers
  chapters: { about: 'All chapters with their times and goals.', form: 'leaf', within: 'chapter', attributes: {} },
  links: {
    about: 'Makes links to a chapter, at a place, with things hidden.',
    form: 'leaf',
    within: 'chapter',
    attributes: {},
  },
  components: { about: 'This list.', form: 'leaf', within: 'chapter', attributes: {} },
  'own-chapter': {
    about: 'A chapter file of your own is opened here.',
    form: 'leaf',
    within: 'chapter',
    attributes: {},
  },
} as const satisfies Record<string, Component>

export type Name = keyof typeof COMPONENTS

type Given<Each extends Readonly<Record<string, Attribute>>> = {
  readonly [Key in keyof Each]: Each[Key] extends { readonly required: true }
    ? Values[Each[Key]['kind']]
    : Values[Each[Key]['kind']] | undefined
}

/** What a part is given: an attribute that was left out is undefined, a flag false. */
export type Attributes<Of extends Name> = Given<(typeof COMPONENTS)[Of]['attributes']>
