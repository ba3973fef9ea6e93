/** The messages between the page and the worker that trains. One request, one reply, never a queue. */

import type { Data, Experiment, Training } from '../engine/generated/schema'

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

export type Action = { readonly set: Partial<Training> } | { readonly edit: Edit } | { readonly points: PointsEdit }
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
}

export type Request =
  /** Once, first: where engine.wasm and manifest.json are. */
  | { readonly type: 'load'; readonly engine: string }
  | ({ readonly type: 'start'; readonly want: Want } & Start)
  /** Train for so many steps, or for about so many milliseconds (at least one step), then draw. */
  | { readonly type: 'frame'; readonly advance: { steps: number } | { millis: number } | null; readonly want: Want }
  /** One example further (its trace becomes the probe; after the last one of a batch the update is taken), one batch, or to the end of the epoch. */
  | { readonly type: 'step'; readonly unit: 'example' | 'batch' | 'epoch'; readonly want: Want }
  | { readonly type: 'set'; readonly settings: Partial<Training>; readonly want: Want }
  | { readonly type: 'edit'; readonly edit: Edit; readonly want: Want }
  /** Points are added, moved or removed, and training goes on with them. */
  | { readonly type: 'points'; readonly points: PointsEdit; readonly want: Want }
  /**
   * Back to step 0 with the same weights, and the settings and points as they now are; the log is empty again.
   * Answered by `started`.
   */
  | { readonly type: 'reset'; readonly want: Want }
  | { readonly type: 'seek'; readonly step: number; readonly want: Want }
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
  /** The colours of the run's points in another palette. */
  | { readonly type: 'colours'; readonly palette: Palette }
  /** The run as a .glow file. */
  | { readonly type: 'save' }

export type Reply =
  | { readonly type: 'loaded' }
  | { readonly type: 'started'; readonly plan: Plan; readonly frame: Frame }
  | { readonly type: 'frame'; readonly frame: Frame }
  | { readonly type: 'thumbnails'; readonly thumbnails: readonly Thumbnail[] }
  | { readonly type: 'colours'; readonly colours: Uint8ClampedArray }
  | { readonly type: 'read'; readonly start: Start }
  | { readonly type: 'saved'; readonly text: string }
  /** The request was refused; the run is as it was before. */
  | ({ readonly type: 'problem' } & Problem)

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
}

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
