/** Numbers as people read them. */

/** A loss for a readout: four decimals where they say something, else powers of ten. */
export function loss(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : '∞'
  if (value >= 1e6) return value.toExponential(3)
  if (value >= 100) return value.toFixed(2)
  if (value >= 1e-3 || value === 0) return value.toFixed(4)
  return value.toExponential(2)
}

/** The same for people who read it in a text: large ones in groups of three digits. */
export function groupedLoss(value: number): string {
  if (value >= 1e9) return Number.isFinite(value) ? scientific(value) : '∞'
  if (!(value >= 1000)) return value > 0 && value < 1e-3 ? scientific(value) : loss(value)
  const digits = value < 10_000 ? 2 : 0
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

export function percent(share: number | null, decimals = 1): string {
  return share === null || Number.isNaN(share) ? '–' : `${(share * 100).toFixed(decimals)} %`
}

/** With a real minus sign and about four figures that matter. */
export function signed(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  const digits =
    size === 0 || (size >= 1e-3 && size < 1e5)
      ? size.toFixed(size >= 1000 ? 1 : size >= 10 ? 2 : 4)
      : size.toExponential(2)
  return value < 0 ? `−${digits}` : digits
}

/** Few characters, for a tick. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  const digits =
    size >= 1e9 || (size < 1e-3 && size !== 0)
      ? size.toExponential(0).replace('+', '')
      : size >= 1e6
        ? `${Number((size / 1e6).toPrecision(3))}M`
        : size >= 1e4
          ? `${Number((size / 1e3).toPrecision(3))}k`
          : String(Number(size.toPrecision(size < 100 ? 2 : 4)))
  return value < 0 ? `−${digits}` : digits
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** A small positive number with its power of ten: `7.3·10⁻⁴`; from 0.1 on as it is. */
export function power(value: number): string {
  if (Number.isNaN(value)) return '–'
  if (value === 0 || value >= 0.1 || value < 0 || !Number.isFinite(value)) return short(value)
  const [digits = '', exponent = ''] = value.toExponential(1).split('e-')
  return `${digits}·10⁻${Array.from(exponent, (digit) => RAISED[Number(digit)]).join('')}`
}

/** A number with its power of ten: `−9.87·10⁻⁵`, `3.20·10¹⁸`. */
export function scientific(value: number): string {
  const [digits = '', exponent = ''] = value.toExponential(2).split('e')
  const raised = Array.from(exponent, (one) => (one === '-' ? '⁻' : one === '+' ? '' : RAISED[Number(one)])).join('')
  return `${digits.replace('-', '−')}·10${raised}`
}

/** An activation, inside a neuron. */
export function brief(value: number): string {
  return Math.abs(value) < 10 ? value.toFixed(2).replace('-', '−') : short(value)
}

/** Steps a second, for a slider: 1,000 or 250,000. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en')
}
