/** How long ago something was, as people say it. */

const UNITS = [
  ['minute', 60_000, 3_600_000],
  ['hour', 3_600_000, 86_400_000],
  ['day', 86_400_000, 7 * 86_400_000],
] as const

/** `5 minutes ago`, `yesterday`; after a week the date. */
export function ago(when: number, language: string, now = Date.now()): string {
  const passed = Math.max(0, now - when)
  const say = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  if (passed < 60_000) return say.format(0, 'second')
  for (const [unit, length, most] of UNITS) if (passed < most) return say.format(-Math.floor(passed / length), unit)
  return new Date(when).toLocaleDateString(language, { dateStyle: 'medium' })
}
