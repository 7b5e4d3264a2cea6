/** `3 h`, in the largest unit that gives at least one; no time has no age. */
export function ageOf(time: string | null, now: Date): string {
  if (time === null) return '–'
  const seconds = Math.max(0, Math.floor((now.getTime() - Date.parse(time)) / 1000))
  const [unit, length] = UNITS.find(([, each]) => seconds >= each) ?? ['s', 1]
  return `${Math.floor(seconds / length)} ${unit}`
}

const UNITS: readonly (readonly [unit: string, seconds: number])[] = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
]
