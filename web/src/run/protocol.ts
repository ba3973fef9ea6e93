/** The messages between the page and the worker that trains. One request, one reply, never a queue. */

import type { Data, Experiment, Training } from '../engine/generated/schema'
import type { Form } from './exporting'

export type RGB = readonly [number, number, number]

/** The colours that the engine paints with, each channel 0 to 255. */
export type Palette = {
  readonly positive: RGB
  readonly negative: RGB
  readonly zero: RGB
  /** One colour per class, for three and more classes. */
  readonly classes: readonly RGB[]
}

/** What a frame should carry. Whatever is not shown is not computed. */
export type Want = {
  readonly palette: Palette
  /** Pixels along one side of a neuron's map (two columns), or places on its line (one column); 0 for none. */
  readonly map: number
  /** Pixels along one side of the output map (two inputs), or points of the curve (one input); 0 for none. */
  readonly output: number
  /** Whether maps and output have full colours everywhere: which answer it is, not how strong. */
  readonly discrete: boolean
  /**
   * A place in the data's own units, one number per column of `plan.columns`: what the network makes of it comes with
   * the frame. null: the first training example.
   */
  readonly probe: readonly number[] | null
  /** An example to look at instead: its index in `plan.points`. A `probe` comes first. */
  readonly example: number | null
  /** Tables with more than two columns: the plane that maps and output are drawn over; null for none. */
  readonly plane: Plane | null
  /** Whether the network's answers to the points are wanted. */
  readonly predictions: boolean
  /** Whether a picture is to be repainted. */
  readonly repaint: boolean
  /** What is opened: its numbers come as `inspection`. */
  readonly inspect: Picked | null
  /** Whether the next update is wanted as a film. */
  readonly film: boolean
  /** Whether the layers' distributions are wanted, now and over time. */
  readonly portrait: boolean
  readonly landscape: Ground | null
  /** The loss over one parameter. */
  readonly slice: Slice | null
  /** A hidden layer of two neurons whose space is wanted: its place in `plan.sizes`; null for none. */
  readonly space: number | null
  /** Places along one side of the output as heights; 0 for none. */
  readonly relief: number
  /** Whether it is to be told what is going on. */
  readonly findings: boolean
}

/** Numbers alone, no pictures; for other wants to begin with. */
export const nothing = (palette: Palette): Want => ({
  palette,
  map: 0,
  output: 0,
  discrete: false,
  probe: null,
  example: null,
  plane: null,
  predictions: false,
  repaint: false,
  inspect: null,
  film: false,
  portrait: false,
  landscape: null,
  slice: null,
  space: null,
  relief: 0,
  findings: false,
})

/** A neuron, its bias, or the weight from an input of it. Layer 0 holds the network's inputs. */
export type Picked = { readonly layer: number; readonly neuron: number; readonly part: 'neuron' | 'bias' | number }

/** The ground of a loss landscape: two random directions, or two parameters, around the present weights. */
export type Ground = {
  readonly seed: number
  /** null: random directions. */
  readonly axes: readonly [Picked, Picked] | null
  /** How far it reaches to each side: in lengths of the weights' own, or in the parameters' values. */
  readonly reach: number
  /**
   * Where it begins and ends instead, in the two parameters' values. Such a ground stands still: it is calculated anew
   * only when something else than these two has changed the losses.
   */
  readonly bounds?: readonly [across: readonly [number, number], up: readonly [number, number]]
  /** Places along one side. */
  readonly size: number
}

/** Values of one parameter, evenly spread from `low` to `high`, both included; the other parameters stay as they are. */
export type Slice = {
  readonly pick: Picked
  readonly low: number
  readonly high: number
  /** How many values, at least 2. */
  readonly size: number
}

/** Two of a table's columns, by their places in `plan.columns`, and what the others are held at meanwhile. */
export type Plane = {
  readonly across: number
  readonly down: number
  /** One number per column of `plan.columns`, in the data's own units; null: each column's mean. */
  readonly held: readonly number[] | null
}

export type Edit = {
  /** 0 is the first hidden layer. */
  readonly layer: number
  readonly neuron: number
  /** The input of the weight, or null for the bias. */
  readonly input: number | null
  readonly value: number
}

/** A point: its columns, then its value or the index of its class. */
export type Point = readonly number[]

/** What is done to the points, in this order; rows count the dataset's rows as they are before. */
export type PointsEdit = {
  /** The row of each point that moves, then the point as it is from now on. */
  readonly move?: readonly (readonly [row: number, ...point: number[]])[]
  readonly remove?: readonly number[]
  readonly add?: readonly Point[]
}

/** A hidden neuron that is silent from now on, or not any more. Layer 0 is the first hidden layer. */
export type Mute = { readonly layer: number; readonly neuron: number; readonly muted: boolean }
/** A layer that does not learn from now on, or does again. Layer 0 is the first one after the inputs. */
export type Freeze = { readonly layer: number; readonly frozen: boolean }

export type Action =
  | { readonly set: Partial<Training> }
  | { readonly edit: Edit }
  | { readonly points: PointsEdit }
  | { readonly mute: Mute }
  | { readonly freeze: Freeze }
/** What the user did: the action was taken when this many steps had been taken. */
export type LogEntry = readonly [step: number, action: Action]

/** Data of the user's own, as .glow files hold them too; arrays of numbers are base64 of little-endian bytes. */
export type Own =
  | { readonly kind: 'table'; readonly name: string; readonly text: string }
  | {
      readonly kind: 'points'
      readonly name: string
      /** `x1` and `x2`, or `x`. */
      readonly columns: readonly string[]
      /** Empty for regression. */
      readonly classes: readonly string[]
      readonly points: readonly Point[]
    }
  | {
      readonly kind: 'arrays'
      readonly name: string
      readonly columns: readonly string[]
      readonly targets: readonly string[]
      readonly classes: readonly string[]
      readonly rows: number
      /** float64: columns by rows, and targets by rows. */
      readonly x: string
      readonly values: string
    }
  | {
      readonly kind: 'images'
      readonly name: string
      readonly width: number
      readonly height: number
      /** The brightest that a pixel can be. */
      readonly peak: number
      readonly classes: readonly string[]
      /** uint8: one per image, and height * width per image. */
      readonly labels: string
      readonly pixels: string
    }
  | {
      readonly kind: 'picture'
      readonly name: string
      readonly width: number
      readonly height: number
      /** uint8: red, green and blue, row by row. */
      readonly pixels: string
    }

/** Why something was refused: the control it belongs to (`training.learning_rate`, or '' for all) and a sentence. */
export type Problem = { readonly field: string; readonly message: string }

/** Everything that starts a run. */
export type Start = {
  /** Keys that are left out take their defaults. */
  readonly experiment: unknown
  /** The data behind `data.source`, when these are the user's own; 'same': those of the run that goes on. */
  readonly own?: Own | 'same' | null
  readonly log?: readonly LogEntry[]
  /** Replayed up to here before the first frame. */
  readonly step?: number
  /** What the parameters must be there, when a saved run is opened. */
  readonly digest?: string
  /** Whether the way there may take as long as it takes: it was asked about, and can be left. */
  readonly patient?: boolean
}

/** A request to the run that is looked at; `run`: the one that it is meant for, and refused when that is another by now. */
type ToRun = { readonly want: Want; readonly run?: number }

export type Advance = { readonly steps: number } | { readonly millis: number }

export type Request =
  /** Once, first: where engine.wasm and manifest.json are. */
  | { readonly type: 'load'; readonly engine: string | ArrayBuffer }
  /**
   * `instead`: the run whose place the new one takes, beside the others; without it, that of all runs. `progress` is told
   * the step that the replay has come to, now and then.
   */
  | ({
      readonly type: 'start'
      readonly want: Want
      readonly instead?: number
      readonly progress?: MessagePort
    } & Start)
  /** Train for so many steps, or for about so many milliseconds (at least one step), then draw. */
  | { readonly type: 'frame'; readonly advance: Advance | null; readonly want: Want }
  /** One example further (its trace becomes the probe; after the last one of a batch the update is taken), one batch, or to the end of the epoch. */
  | ({ readonly type: 'step'; readonly unit: 'example' | 'batch' | 'epoch' } & ToRun)
  | ({ readonly type: 'set'; readonly settings: Partial<Training> } & ToRun)
  | ({ readonly type: 'edit'; readonly edit: Edit } & ToRun)
  /** Points are added, moved or removed, and training goes on with them. */
  | ({ readonly type: 'points'; readonly points: PointsEdit } & ToRun)
  /**
   * All runs go back to step 0 with the same weights, and the settings and points as they now are; their logs are empty
   * again. Answered by `started`.
   */
  | { readonly type: 'reset'; readonly want: Want }
  /** To another moment of the run; the others go to the same one, as far as they have been. See `Frame.heading`. */
  | ({ readonly type: 'seek'; readonly step: number } & ToRun)
  /**
   * One example, batch or epoch back; an epoch goes to its beginning, or from there to that of the one before. The
   * others go back by as many steps.
   */
  | ({ readonly type: 'back'; readonly unit: 'example' | 'batch' | 'epoch' } & ToRun)
  | ({ readonly type: 'mute'; readonly mute: Mute } & ToRun)
  | ({ readonly type: 'freeze'; readonly freeze: Freeze } & ToRun)
  /** To the moment before the last change, without it; changes of the same thing in a row go together. `redo` takes it back. */
  | ({ readonly type: 'undo' | 'redo' } & ToRun)
  /** Another run that is the same up to here, and is looked at from now on. Answered by `started`. */
  | ({ readonly type: 'fork' } & ToRun)
  /** Another of the runs is looked at, or closed. Answered by `started`. */
  | { readonly type: 'focus'; readonly run: number; readonly want: Want }
  | { readonly type: 'close'; readonly run: number; readonly want: Want }
  /** When the run that is looked at stops by itself; only records that are made from now on count. Answered by a frame. */
  | { readonly type: 'stops'; readonly rules: readonly StopRule[]; readonly want: Want }
  /** Small pictures of data that come with neuroglow, for the gallery: one for each, in this order. */
  | {
      readonly type: 'thumbnails'
      readonly data: readonly Partial<Data>[]
      readonly samples: number
      readonly palette: Palette
    }
  /**
   * What files that were opened or dropped hold: tables, pictures, image sets, recipes, saved runs. `paths` are the
   * files' names with their folders. `size`: the side that images are scaled to, null for their own or a sensible one.
   */
  | {
      readonly type: 'read'
      readonly files: readonly File[]
      readonly paths: readonly string[]
      readonly size: number | null
    }
  /** The colours of a run's points in another palette. */
  | { readonly type: 'colours'; readonly palette: Palette; readonly run: number }
  /** What some examples of the run that is looked at are: their indices in `plan.points`. */
  | { readonly type: 'examples'; readonly indices: readonly number[] }
  /** The run as a .glow file. */
  | { readonly type: 'save' }
  /**
   * From now on what the runs are is kept in the browser, as the session of this name; again, when how they are looked at
   * has changed. `from`: what the page was asked to begin with; `worth`: also when nothing was done yet; `trouble` is told
   * why nothing is kept, or null.
   */
  | {
      readonly type: 'keep'
      readonly session: string
      readonly from: string
      readonly view: unknown
      readonly worth: boolean
      readonly now: boolean
      readonly trouble?: MessagePort
    }
  /** The runs of a session that was kept, as they stood. Answered by `resumed`. */
  | { readonly type: 'resume'; readonly session: string; readonly want: Want }
  /** The trained network of the run that is looked at, for others: ONNX, or Python's source. */
  | { readonly type: 'export'; readonly form: Form }
  /** What softmax makes of some sums: `classes` of them a row. It is about no run. */
  | { readonly type: 'softmax'; readonly sums: Float64Array; readonly classes: number }
  /** What cross-entropy costs if the right class has this share. It is about no run. */
  | { readonly type: 'cross-entropy'; readonly shares: Float64Array }

export type Reply =
  /** The compiled engine, for the page to draw by. */
  | { readonly type: 'loaded'; readonly module: WebAssembly.Module }
  /** `run` is looked at from now on; `others` are all the others. Both in the order in which they began. */
  | {
      readonly type: 'started'
      readonly plan: Plan
      readonly frame: Frame
      readonly run: number
      readonly others: readonly { readonly run: number; readonly plan: Plan; readonly frame: Frame }[]
    }
  | { readonly type: 'frame'; readonly frame: Frame }
  | { readonly type: 'thumbnails'; readonly thumbnails: readonly Thumbnail[] }
  | { readonly type: 'colours'; readonly colours: Uint8ClampedArray }
  /** The columns of each, as in `Probe.inputs`, one example after the other; NaN where there is no such example. */
  | { readonly type: 'examples'; readonly inputs: Float64Array }
  | { readonly type: 'read'; readonly start: Start }
  | { readonly type: 'kept' }
  /** `recipes`: of each run in the order in which they began, with the data of the user's own that it is about. */
  | {
      readonly type: 'resumed'
      readonly started: Extract<Reply, { readonly type: 'started' }>
      readonly recipes: readonly Resumed[]
      readonly view: unknown
    }
  /** `loss`: the mean loss over the training examples there. */
  | { readonly type: 'saved'; readonly text: string; readonly loss: number; readonly numbers: Numbers }
  | { readonly type: 'exported'; readonly content: string | Uint8Array<ArrayBuffer> }
  /** As many as `sums`: e^sum, the share of each class in its row, and what cross-entropy costs if it is the right one, -ln of it. */
  | {
      readonly type: 'softmax'
      readonly powers: Float64Array
      readonly shares: Float64Array
      readonly losses: Float64Array
    }
  | { readonly type: 'cross-entropy'; readonly losses: Float64Array }
  /** The request was refused; the run is as it was before. */
  | ({ readonly type: 'problem' } & Problem)

export type Resumed = { readonly recipe: Experiment; readonly own: Pick<Own, 'kind' | 'name'> | null }

/** Where a saved run stands; null for what there is not: nothing held out, values instead of classes, no finite loss. */
export type Numbers = Readonly<Record<`${'train' | 'test'}_${'loss' | 'accuracy'}`, number | null>>

/** A request on its way: replies carry the same id. */
export type Numbered<Message> = Message & { readonly id: number }

/**
 * At most so many neurons of a layer travel to the page and can be drawn; the engine trains them all. The inputs of
 * pixels all travel: they are drawn as one image.
 */
export const SHOWN_NEURONS = 40
/** At most so many examples travel to the page as points. */
export const SHOWN_POINTS = 2000

/** What a run is, once its recipe is resolved. It does not change while the run goes on. */
export type Plan = {
  /** Every `auto` and default filled in. */
  readonly experiment: Experiment
  readonly kind: 'points' | 'table' | 'pixels' | 'picture'
  /** Width and height of pixels and pictures. */
  readonly size: readonly [width: number, height: number] | null
  /** Neurons of every layer: inputs, hidden layers, outputs. */
  readonly sizes: readonly number[]
  /** The same, with at most SHOWN_NEURONS each: the layout of everything per neuron or weight in a frame. */
  readonly shown: readonly number[]
  /** One for each layer after the inputs. */
  readonly activations: readonly string[]
  /** The network's inputs, `x1^2` for example. */
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  /** The data's columns: both (or the one) of data that can be drawn on a plane (or a line), else those that the inputs are made of. */
  readonly columns: readonly string[]
  /** All of the data's columns: what formulas can name. */
  readonly dataColumns: readonly string[]
  /** What is predicted, three colours joined by commas; and, of a table, all columns that could be. */
  readonly target: string
  readonly targets: readonly string[]
  /** Class names; empty for regression. */
  readonly classes: readonly string[]
  readonly parameters: number
  readonly train: number
  readonly test: number
  /** Steps of one epoch, by the recipe's batch size. */
  readonly stepsPerEpoch: number
  readonly points: Points
  /** Where maps begin and end, in the data's units: [low, high] of each of `columns`; empty for pixels. */
  readonly domain: readonly (readonly [number, number])[]
  /** The outputs' low and high target, -1 and 1 or 0 and 1, for classes. */
  readonly range: readonly [number, number]
  /** The mean of each of `columns`, in the data's units; empty for pixels. */
  readonly means: readonly number[]
  /** The classes' own colours, where a picture has few of them. */
  readonly classColours: readonly RGB[] | null
  /** A picture as it is, RGBA, and what is seen of it, one number a pixel: 0 never, 1 in training, 2 in the test. */
  readonly picture: { readonly original: Uint8ClampedArray; readonly seen: Uint8Array } | null
  /** Rows left out and the like: sentences for the user. */
  readonly notices: readonly string[]
}

/** The examples to be drawn, in the data's units: training examples first. */
export type Points = {
  readonly count: number
  /** The row of the dataset that each of them is. */
  readonly rows: Int32Array
  /** columns * count, column by column; empty for pixels, and for tables with very many columns. */
  readonly inputs: Float64Array
  /** Class index, or value; of several targets the first one's. */
  readonly values: Float64Array
  /** 1 for the examples that are held out. */
  readonly test: Uint8Array
  /** RGBA of each, in the palette that was asked for. */
  readonly colours: Uint8ClampedArray
}

/** A small picture (pixels and pictures), or points. */
export type Thumbnail = {
  readonly picture: { readonly width: number; readonly height: number; readonly pixels: Uint8ClampedArray } | null
  /** 2 for points on the plane; 1 for points on a line, to be drawn as (input, value). */
  readonly dimensions: 1 | 2
  readonly count: number
  /** dimensions * count, column by column. */
  readonly inputs: Float64Array
  readonly values: Float64Array
  readonly colours: Uint8ClampedArray
}

/** One moment of a run. Its arrays are new in every frame and belong to the page. */
export type Frame = {
  readonly step: number
  readonly epoch: number
  readonly trainLoss: number
  /** NaN when nothing is held out. */
  readonly testLoss: number
  /** null for regression. */
  readonly trainAccuracy: number | null
  /** null for regression, and when nothing is held out. */
  readonly testAccuracy: number | null
  /** Steps taken for this frame, and the milliseconds that they and the frame's pictures cost. */
  readonly taken: number
  readonly millis: number
  readonly drawn: number
  /** By `plan.shown`, layer by layer: weights (outputs by inputs, row by row), then biases. */
  readonly params: Float64Array
  /** One for each of `params`: the width of its line in pixels. */
  readonly widths: Float32Array
  /** RGBA of each of `params`; A is its opacity. */
  readonly colours: Uint8ClampedArray
  /**
   * One image of map * map RGBA pixels per shown neuron, inputs and outputs included; the first row of pixels is the
   * highest value of the second column. null unless the data has two columns or a plane was asked for, and when the
   * network is very large. (A picture's maps are as wide as high too, and cover its domain.)
   */
  readonly maps: Uint8ClampedArray | null
  /** One column: what each shown neuron answers at `map` places from left to right. */
  readonly lines: Float64Array | null
  /** The value at which a neuron's map reaches its full colour, one per shown neuron; null without maps and lines. */
  readonly scales: Float64Array | null
  /** output * output RGBA pixels. */
  readonly output: Uint8ClampedArray | null
  /** One column: places with the answers there, one for each output, in the data's units. */
  readonly curve: Float64Array | null
  /** A straight line or plane (no hidden layer, one output that is a value): its weights and its bias in the data's own units. */
  readonly units: Float64Array | null
  /** If wanted: one row of outputs per point of `plan.points`, in the data's units; probabilities or scores for classes. */
  readonly predictions: Float64Array | null
  /** Pixels: width * height RGBA pixels for each shown neuron of the first hidden layer: its weights, what it looks for. */
  readonly filters: Uint8ClampedArray | null
  /**
   * If wanted, a picture as the network paints it: width * height RGBA pixels, some of them some frames old (`age`: the
   * most steps that any of them lags behind), and its peak signal-to-noise ratio in dB.
   */
  readonly repainting: { readonly pixels: Uint8ClampedArray; readonly psnr: number; readonly age: number } | null
  /** The examples, when they are others than in the frame before, and what the plan says of them. */
  readonly data: Pick<Plan, 'points' | 'train' | 'test' | 'stepsPerEpoch'> | null
  /** Rows of HISTORY_COLUMNS numbers; they replace whatever stood at row `from` and after it. Accuracies are NaN for regression. */
  readonly history: { readonly from: number; readonly rows: Float64Array }
  readonly probe: Probe
  /** The example that was stepped to: its index in `plan.points` (-1 when it is not among them), its place in the batch (from 0) and the batch's size. */
  readonly example: { readonly index: number; readonly position: number; readonly batch: number } | null
  readonly diverged: { readonly step: number; readonly layer: number } | null
  /** The settings in force at this step. */
  readonly training: Training
  /** How far this run has been: `history` reaches to there, also after a step back. */
  readonly furthest: number
  /** Where the run diverges, as far as it has been: also when it stands before that. */
  readonly breaks: { readonly step: number; readonly layer: number } | null
  /** The step that the run is on its way to: a long way is gone in several frames. null when it has arrived. */
  readonly heading: number | null
  /** How many examples of the present epoch have been learned from. */
  readonly position: number
  /** What was done to the run, also what lies ahead; these replace whatever stood at `from` and after it. null when nothing is new. */
  readonly changes: { readonly from: number; readonly entries: readonly Change[] } | null
  /** How many of the changes have been taken by now; whether one can be taken back, and forth again. */
  readonly taking: { readonly taken: number; readonly undo: boolean; readonly redo: boolean }
  /** One per shown neuron, inputs included: 1 where it is silent. */
  readonly muted: Uint8Array
  /** One per layer after the inputs: 1 where it does not learn. */
  readonly frozen: Uint8Array
  /** Why the run has stopped by itself in this frame: the rule that was fulfilled. */
  readonly stopped: StopRule | null
  readonly inspection: Inspection | null
  readonly film: Film | null
  readonly portrait: Portrait | null
  readonly landscape: Landscape | null
  /** The mean loss of some of the training examples at each value; null for a parameter that the network does not have. */
  readonly slice: Float64Array | null
  readonly space: Space | null
  /** relief * relief answers of the first output in the data's units (for classes: the output), the highest row of the plane first. */
  readonly relief: Float64Array | null
  readonly findings: readonly Finding[] | null
  /** Some of it is still being calculated: more of it is there in the next frame, also when the run stands. */
  readonly unfinished: boolean
  /**
   * The other runs, which took as many steps. They have no others. While they train their pictures come in turns:
   * where it is not its turn (`whole` is false), a frame has everything else.
   */
  readonly others: readonly { readonly run: number; readonly frame: Frame; readonly whole: boolean }[]
}

/** An entry of the log for the page: points by how many were moved, removed and added. */
export type Change = {
  readonly step: number
  readonly action:
    | Exclude<Action, { readonly points: PointsEdit }>
    | { readonly points: { readonly move: number; readonly remove: number; readonly add: number } }
}

/** At most so many runs go on side by side. */
export const MOST_RUNS = 4

export type StopRule =
  | {
      readonly quantity: 'train_loss' | 'test_loss' | 'train_accuracy' | 'test_accuracy'
      readonly compare: '<' | '<=' | '>' | '>='
      readonly value: number
    }
  | { readonly quantity: 'epoch'; readonly value: number }
  /** The training loss has not come down by 0.1 % in so many records. */
  | { readonly quantity: 'plateau'; readonly value: number }

/** The example that is shown (see `probe`; for a place without an example there is no target) through the network and back. */
export type Inspection = {
  readonly pick: Picked
  /** Its index in `plan.points`; -1 when it is not among them, null for a place of no example. */
  readonly example: number | null
  /** One per output, as the network sees it; null for a place of no example, and loss and everything backwards is then NaN. */
  readonly target: Float64Array | null
  readonly loss: number
  /** One per shown neuron, inputs included (slopes and deltas of inputs are 0): sum, activation, f'(z), and dC/dz. */
  readonly z: Float64Array
  readonly a: Float64Array
  readonly slopes: Float64Array
  readonly deltas: Float64Array
  /**
   * f of the picked neuron at places from -reach to reach, evenly spread; null for inputs, and for softmax, which is no
   * function of one sum.
   */
  readonly curve: { readonly reach: number; readonly values: Float64Array } | null
  /** dC/da of each output; NaN where loss and activation go together (delta is then a - y). */
  readonly pulls: Float64Array
  /** By `plan.shown`, as `params`: the gradient of this example's loss. */
  readonly grads: Float64Array
  /** Of the parameter that is picked (a neuron: its bias): the same gradient by finite differences. */
  readonly check: number
  /** The next update of that parameter, and the last one; null at step 0, and after a change at this step. */
  readonly next: Update | null
  readonly last: Update | null
}

/** What one step does to one parameter. */
export type Update = {
  /** The step that it leads to. */
  readonly step: number
  /** The batch's examples as they are in `plan.points` (-1: not among them), and what each adds to the gradient. */
  readonly examples: Int32Array
  readonly shares: Float64Array
  /** The mean over the batch, by backpropagation and by finite differences. */
  readonly gradient: number
  readonly check: number
  /** What l1 and l2 add to it, and what AdamW takes from the value beforehand. */
  readonly penalty: number
  readonly decay: number
  /** The optimizer's memory before and after: v, or Adam's m; s. */
  readonly first: readonly [before: number, after: number]
  readonly second: readonly [before: number, after: number]
  readonly value: readonly [before: number, after: number]
  /** Which update of its layer the optimizer makes, from 1. */
  readonly count: number
  /** The layer is frozen: nothing changes. */
  readonly frozen: boolean
  readonly training: Training
}

/** The next update in pictures: the shown example goes forward, its error back, then all of the batch changes the weights. */
export type Film = {
  readonly inspection: Omit<Inspection, 'pick' | 'curve' | 'check' | 'next' | 'last'>
  /** One per shown neuron: delta as light, -1 to 1; one for each of `params`: the error that comes back through it, 0 to 1. */
  readonly errorGlow: Float32Array
  readonly backGlow: Float32Array
  /** After the update, by `plan.shown`: as in a frame. `changeGlow`: how each of `params` changes, -1 to 1. */
  readonly params: Float64Array
  readonly widths: Float32Array
  readonly colours: Uint8ClampedArray
  readonly changeGlow: Float32Array
  /** What the update goes by: the gradient of the mean loss over its batch, with penalties, by `plan.shown`. */
  readonly gradients: Float64Array
  /** How many examples the update's batch has, which (in `plan.points`; -1: not among them), and their mean loss, without penalties. */
  readonly batch: number
  readonly examples: Int32Array
  readonly loss: { readonly before: number; readonly after: number }
}

/** What a layer's weights, gradients and activations are like; `gradients` and activations over some of the training examples. */
export type Portrait = {
  /** One for each layer after the inputs. */
  readonly layers: readonly LayerPortrait[]
  /** One per shown neuron, inputs included: the share of examples at which it hardly reacts (f' near 0). */
  readonly quiet: Float64Array
  /** The same at moments of the run up to `furthest`, in their order: steps, and rows of VITALS and quantiles of each layer. */
  readonly steps: Float64Array
  /** steps * layers rows of SERIES numbers. */
  readonly series: Float64Array
}

export type LayerPortrait = {
  readonly weights: Spread
  readonly gradients: Spread
  readonly activations: Spread
  /** Share of activations where f' is near 0; share of neurons that answer 0 (with f' 0) to every example. */
  readonly saturated: number
  readonly dead: number
  /** Root mean squares: gradient of the weights, the next step's change over the weights. */
  readonly gradient: number
  readonly ratio: number
}

/** Counts of bins between -reach and reach; the 0, 5, 25, 50, 75, 95 and 100 % quantiles. */
export type Spread = { readonly reach: number; readonly counts: Float64Array; readonly quantiles: Float64Array }

/** Numbers in a row of `Portrait.series`: quantiles of weights (7), of gradients (7), of activations (7), saturated, dead, gradient, ratio. */
export const SERIES = 25

/**
 * Mean losses of some of the training examples over two directions, row by row, the highest value of the second direction
 * first. The first one is shown while it is calculated: what is missing has the loss of a place nearby. Later ones come
 * as a whole.
 */
export type Landscape = {
  readonly ground: Ground
  readonly losses: Float64Array
  /** [low, high] of each direction, 0 at the centre (random directions), or in the parameters' values. */
  readonly bounds: readonly [across: readonly [number, number], down: readonly [number, number]]
  /** The run's way so far: x, y of one moment after the other, the present one last; `steps` are theirs. */
  readonly path: Float64Array
  readonly steps: Float64Array
  /**
   * How the mean loss of the same examples changes with each of the two parameters where the run is, by backpropagation;
   * NaN for random directions.
   */
  readonly gradient: Float64Array
  /** 0 to 1: how much of it is calculated. */
  readonly done: number
  /** Steps that its centre lags behind; at least 1 when it is that of other weights, points or settings. */
  readonly age: number
}

/** The plane as a hidden layer of two neurons sees it. */
export type Space = {
  readonly layer: number
  /** size * size places of the plane, the highest row first, as x, y in the layer's activations. */
  readonly size: number
  readonly grid: Float64Array
  /** Each of `plan.points`: x, y. */
  readonly points: Float64Array
  /** answers * answers RGBA pixels over `bounds`: what the rest of the network answers there. */
  readonly answers: number
  readonly colours: Uint8ClampedArray
  readonly bounds: readonly [across: readonly [number, number], down: readonly [number, number]]
}

/** Something that is going on: the rule's name (see FINDINGS) and its evidence. */
export type Finding = { readonly rule: string; readonly layer: number; readonly evidence: readonly number[] }

/** step, epoch, train loss, test loss, train accuracy, test accuracy. */
export const HISTORY_COLUMNS = 6

/** What the network makes of one place. */
export type Probe = {
  /** The place in the data's units, one number per column of `plan.columns`. */
  readonly inputs: Float64Array
  /** One per shown neuron, inputs included: the sum that enters it, and the activation that leaves it. */
  readonly z: Float64Array
  readonly a: Float64Array
  /** RGBA of each shown neuron: its activation in the colours of the maps. */
  readonly colours: Uint8ClampedArray
  /** One per shown neuron: its activation as light, -1 to 1. */
  readonly neuronGlow: Float32Array
  /** One for each of `params`: the magnitude that arrives through a weight, 0 to 1; 0 for biases. */
  readonly edgeGlow: Float32Array
  /** The answer: in the data's units, or one number per output. */
  readonly answer: Float64Array
}
