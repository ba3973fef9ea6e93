/** The points under the user's hands: tools, what is selected, what can be undone, and what the worker is still to be told. */

import { InputError } from '../../run/errors'
import type { Playback } from '../../run/playback.svelte'
import type { Palette, Point } from '../../run/protocol'
import { gone, NOTHING, placed, rounded, Sheet, Spray, together, type Change, type Drawn } from '../../run/sheet'
import { classColours } from '../../views/classes'
import type { At, Hand, Place, Tool } from '../../views/hand'
import { signed } from '../../views/numbers'
import { say } from './say'

/** Milliseconds between two edits that the worker is told of while a stroke goes on: each of them begins an epoch. */
const PAUSE = 80

/** What a press has begun. */
type Stroke =
  | { readonly kind: 'spray'; readonly spray: Spray }
  | { readonly kind: 'move'; readonly id: number; readonly grip: Place }
  | { readonly kind: 'erase' }
  | { readonly kind: 'walk' }

export class Editing implements Hand {
  readonly #of: () => Playback
  readonly #palette: () => Palette

  tool = $state<Tool>('look')
  cursor = $state.raw<Place | null>(null)
  /** What is wrong with what was pasted. */
  problem = $state<string>()
  /** What was done last, for those who cannot see it. */
  said = $state('')
  #class = $state(0)
  #value = $state(1)
  #undo = $state.raw<readonly Change[]>([])
  #redo = $state.raw<readonly Change[]>([])
  #selected = $state<number | null>(null)
  /** The points as they are drawn, while they are ahead of those that the worker has answered with. */
  #drawn = $state.raw<Drawn | null>(null)

  #sheet: Sheet | null = null
  /** What the worker has answered with last. */
  #known: Drawn | null = null
  #run = -1
  #stroke: Stroke | null = null
  #inverse = NOTHING
  #telling = false
  #holding = false
  #resume = false

  constructor(playback: () => Playback, palette: () => Palette) {
    this.#of = playback
    this.#palette = palette
  }

  get #playback(): Playback {
    return this.#of()
  }

  readonly points = $derived.by(() => this.#drawn?.points ?? this.#playback.points!)
  readonly held = $derived.by(() => {
    const index = this.#selected === null ? -1 : this.#ids.indexOf(this.#selected)
    return index < 0 ? null : index
  })
  readonly undoable = $derived.by(() => this.#undo.length > 0)

  get #ids(): readonly number[] {
    const { rows } = this.#playback.points!
    return this.#drawn?.ids ?? this.#sheet?.at(rows) ?? [...rows]
  }

  /** The value, or the index of the class, of points that are added. */
  get value(): number {
    const classes = this.#playback.plan?.classes.length ?? 0
    return classes > 0 ? Math.min(this.#class, classes - 1) : this.#value
  }

  set value(value: number) {
    if ((this.#playback.plan?.classes.length ?? 0) > 0) this.#class = value
    else this.#value = value
  }

  /** The points have come from elsewhere, by another run or another step: what was known of them is void. */
  sync(): void {
    const { began, points } = this.#playback
    if (points === null) return
    if (began === this.#run && points.rows === this.#known?.points.rows) {
      this.#known = { points, ids: this.#known.ids } // perhaps in other colours
      if (this.#drawn !== null) this.#draw()
    } else if (began !== this.#run || (this.#sheet !== null && !this.#telling)) this.#forget()
  }

  #forget(): void {
    if (this.#holding) this.#playback.hold = null
    this.#holding = false
    this.#sheet = this.#known = this.#drawn = this.#stroke = null
    this.#inverse = NOTHING
    this.#undo = this.#redo = []
    this.#selected = this.cursor = null
    this.#run = this.#playback.began
    this.problem = undefined
  }

  /** The view is gone: a run that waited for points goes on with those it has. */
  close(): void {
    if (this.#holding) this.#playback.hold = null
    this.#holding = false
  }

  choose(tool: Tool): void {
    this.release()
    this.tool = tool
    this.#selected = this.cursor = null
  }

  press(at: At): void {
    this.release()
    this.problem = undefined
    const [nearest] = at.near()
    const id = nearest === undefined ? undefined : this.#ids[nearest]
    this.cursor = at.place
    if (this.tool === 'erase') {
      this.#begin({ kind: 'erase' })
      this.#erase([at])
    } else if (id === undefined) {
      this.#selected = null
      if (this.tool === 'add') this.#drop(at)
    } else if (at.shift) this.#remove(id)
    else {
      const [x = 0, y = 0] = this.#where(id)
      this.#selected = id
      this.cursor = [x, y]
      this.#begin({ kind: 'move', id, grip: [x - at.place[0], y - at.place[1]] })
    }
  }

  drag(path: readonly At[]): void {
    const stroke = this.#stroke
    const last = path.at(-1)
    if (stroke === null || last === undefined) return
    if (stroke.kind === 'erase') this.#erase(path)
    else if (stroke.kind === 'move') {
      const to: Place = [last.place[0] + stroke.grip[0], last.place[1] + stroke.grip[1]]
      this.cursor = to
      this.#do(placed([[stroke.id, this.#moved(stroke.id, to)]]))
    } else if (stroke.kind === 'spray') {
      const [across, up] = last.unit
      const drops = path.flatMap(({ place: [x, y] }) => stroke.spray.to(x / across, y / up))
      if (drops.length === 0) return
      this.#do(placed(drops.map(([x, y]) => [this.#open().fresh(), this.#point([x * across, y * up])])))
      this.#selected = null
    }
  }

  release(): void {
    if (this.#stroke === null) return
    this.#stroke = null
    if (this.#inverse.size > 0) {
      this.#undo = [...this.#undo, this.#inverse]
      this.#redo = []
      this.#inverse = NOTHING
    }
    void this.#tell()
  }

  walk(at: At): void {
    this.cursor = at.place
    if (this.tool === 'move' && this.#selected !== null) {
      if (this.#stroke?.kind !== 'walk') this.#begin({ kind: 'walk' })
      this.#do(placed([[this.#selected, this.#moved(this.#selected, at.place)]]))
    } else this.#selected = null
    this.said = this.#name(at.place)
  }

  remove(at: At | null): void {
    const nearest = at?.near()[0]
    const id = this.#selected ?? (nearest === undefined ? undefined : this.#ids[nearest])
    if (id !== undefined) this.#remove(id)
  }

  drop(): void {
    this.release()
    this.#selected = this.cursor = null
  }

  clear(): void {
    this.#whole(this.#open().empty)
    this.#selected = null
  }

  undo(): void {
    this.release()
    const change = this.#undo.at(-1)
    if (change === undefined) return
    this.#undo = this.#undo.slice(0, -1)
    this.#redo = [...this.#redo, this.#apply(change)]
    void this.#tell()
  }

  redo(): void {
    this.release()
    const change = this.#redo.at(-1)
    if (change === undefined) return
    this.#redo = this.#redo.slice(0, -1)
    this.#undo = [...this.#undo, this.#apply(change)]
    void this.#tell()
  }

  /** Text from a spreadsheet: more points, or other data. */
  async paste(text: string): Promise<void> {
    const { readPaste } = await import('../../run/paste')
    const { plan, asked } = this.#playback
    const { columns, classes, domain } = plan!
    const sheet = this.#open()
    try {
      const pasted = readPaste(text, {
        columns,
        classes,
        domain,
        points: sheet.ids.map((id) => sheet.get(id)!),
        value: this.value,
      })
      this.problem = undefined
      if ('points' in pasted) {
        this.#whole(placed(pasted.points.map((point) => [sheet.fresh(), point])))
        return
      }
      const { own } = pasted
      await this.#playback.start({
        experiment: {
          ...asked,
          title: say('pasted'),
          about: '',
          why: '',
          data: { ...asked.data, source: own.name, formula: '', target: '', task: 'auto', standardize: 'auto' },
          network: { ...asked.network, output: 'auto', ...(own.kind === 'table' ? { inputs: [] } : {}) },
          training: { ...asked.training, loss: 'auto' },
        },
        own,
      })
    } catch (error) {
      this.problem = error instanceof InputError ? error.message : String(error)
    }
  }

  /** A change that is a stroke of its own. */
  #whole(change: Change): void {
    this.release()
    this.#begin({ kind: 'walk' })
    this.#do(change)
    this.release()
  }

  #begin(stroke: Stroke): void {
    this.release()
    this.#stroke = stroke
  }

  #drop(at: At): void {
    const [across, up] = at.unit
    const id = this.#open().fresh()
    this.#begin({ kind: 'spray', spray: new Spray(at.place[0] / across, at.place[1] / up) })
    this.#do(placed([[id, this.#point(at.place)]]))
    this.#selected = id
    this.said = say('point-added', this.#name(at.place))
  }

  #remove(id: number): void {
    this.said = say('point-removed', this.#name(this.#where(id)))
    this.#whole(gone([id]))
    this.#selected = null
  }

  #erase(path: readonly At[]): void {
    for (const at of path) {
      const ids = at.near().map((index) => this.#ids[index]!)
      if (ids.length > 0) this.#do(gone(ids))
    }
  }

  /** Part of the stroke that goes on. */
  #do(change: Change): void {
    this.#inverse = together(this.#apply(change), this.#inverse)
    void this.#tell()
  }

  #apply(change: Change): Change {
    const sheet = this.#open()
    const inverse = sheet.apply(change)
    this.#draw()
    if (sheet.count < 2 && !this.#holding) {
      this.#resume = this.#playback.playing
      this.#playback.pause()
      this.#playback.hold = say('waiting')
      this.#holding = true
    }
    return inverse
  }

  #draw(): void {
    this.#drawn = this.#open().drawn(this.#known!, (value) => this.#colour(value))
  }

  #open(): Sheet {
    if (this.#sheet === null) {
      const { plan, points, began } = this.#playback
      this.#sheet = new Sheet(points!, plan!.train + plan!.test)
      this.#known = { points: points!, ids: [...points!.rows] }
      this.#run = began
    }
    return this.#sheet
  }

  /** Tells the worker what it does not know yet, edit after edit. */
  async #tell(): Promise<void> {
    if (this.#telling) return
    this.#telling = true
    const sheet = this.#open()
    while (sheet === this.#sheet && sheet.count >= 2) {
      const edit = sheet.take()
      const before = this.#playback.points
      if (edit !== null) {
        await this.#playback.editPoints(edit)
        if (!this.#settle(sheet, before)) break
      }
      if (this.#holding) {
        this.#playback.hold = null
        this.#holding = false
        if (this.#resume) this.#playback.play()
      }
      if (edit === null) break
      if (this.#stroke !== null) await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
    this.#telling = false
    if (this.#stroke === null && !sheet.waits && sheet === this.#sheet) this.#drawn = null
    this.sync()
  }

  /** Whether the points that are shown now are those that the worker was told of. */
  #settle(sheet: Sheet, before: Playback['points']): boolean {
    if (sheet !== this.#sheet) return false
    const { plan, points, problem } = this.#playback
    if (problem === null && points !== before && plan!.train + plan!.test === sheet.told) {
      this.#known = { points: points!, ids: sheet.at(points!.rows) }
      this.#draw()
      return true
    }
    this.#forget()
    return false
  }

  #where(id: number): Point {
    return this.#open().get(id)!
  }

  /** A new point at a place on the drawing: of one column, the place's height is the value. */
  #point([x, y]: Place): Point {
    const { columns, classes, domain } = this.#playback.plan!
    const place = [x, y].slice(0, columns.length).map((value, column) => {
      const [low, high] = domain[column]!
      return rounded(Math.max(low, Math.min(high, value)))
    })
    return [...place, columns.length === 1 && classes.length === 0 ? rounded(y) : this.value]
  }

  /** The point somewhere else; it keeps its class, or its value where that is not its height. */
  #moved(id: number, to: Place): Point {
    const { columns, classes } = this.#playback.plan!
    const point = this.#point(to)
    return columns.length === 1 && classes.length === 0 ? point : [...point.slice(0, -1), this.#where(id).at(-1)!]
  }

  #name(place: Point): string {
    const { columns, target } = this.#playback.plan!
    return [columns[0], columns[1] ?? target].map((name, index) => `${name} = ${signed(place[index]!)}`).join(', ')
  }

  /** The colour of a value: that of its class, else of the known point that comes nearest to it. */
  #colour(value: number): ArrayLike<number> {
    const { points } = this.#known!
    const colour = classColours(this.#playback.plan!, this.#palette())[value]
    if (colour !== undefined)
      return [
        ...colour
          .match(/[\d.]+/g)!
          .slice(0, 3)
          .map(Number),
        255,
      ]
    let nearest = 0
    for (let index = 1; index < points.count; index++) {
      if (Math.abs(points.values[index]! - value) < Math.abs(points.values[nearest]! - value)) nearest = index
    }
    return points.colours.subarray(4 * nearest, 4 * nearest + 4)
  }
}
