/**
 * Whether an Accept header asks for this media type rather than JSON (RFC 9110, 12.5.1): it names the type itself, and
 * gives it no less weight than JSON. Whoever takes anything gets JSON.
 */
export function asksFor(type: string, header: string | undefined): boolean {
  const weights = new Map((header ?? '').toLowerCase().split(',').map(readRange))
  const weight = weights.get(type) ?? 0
  const ofJson = weights.get('application/json') ?? weights.get('application/*') ?? 0
  return weight > 0 && weight >= ofJson
}

/** `text/csv; charset=utf-8; q=0.5` */
function readRange(range: string): readonly [type: string, weight: number] {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim())
  const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length)
  return [type, q === undefined ? 1 : Number(q)]
}
