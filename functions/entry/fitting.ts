import type { Pagination } from '../../shared/contracts/collection-query.ts'
import { type Answer, page } from './answers.ts'

/** Rules §1: a page ends early at 4 MB, since Lambda's answers end at 6. */
const ANSWER_BYTES_LIMIT = 4_000_000

/** A page that ends early where it would be more than one answer carries; its limit tells. */
export function fittingPage(bodies: readonly unknown[], pagination: Pagination): Answer {
  const shown = fitting(bodies)
  return page(shown, shown.length < bodies.length ? { ...pagination, limit: shown.length } : pagination)
}

/** As many of the first as one answer carries, at least one. */
function fitting<Body>(bodies: readonly Body[]): readonly Body[] {
  let bytes = 0
  const over = bodies.findIndex((body) => {
    bytes += Buffer.byteLength(JSON.stringify(body))
    return bytes > ANSWER_BYTES_LIMIT
  })
  return over < 0 ? bodies : bodies.slice(0, Math.max(over, 1))
}
