import { totalsOf } from '../../infra/local/endpoint/counts.ts'
import { startTableEndpoint, type TableEndpoint } from '../../infra/local/endpoint/table-endpoint.ts'
import { startTestDesk, type TestDesk } from './desk.ts'

/** A desk whose handlers reach the table through the local endpoint, which counts, loses answers and lets indexes lag. */
export interface FrontedDesk extends TestDesk {
  readonly endpoint: TableEndpoint
  /** What handlers cost meanwhile; the test's own calls on `table` do not count. */
  costOf<T>(
    work: () => Promise<T>,
  ): Promise<{ readonly answer: T; readonly cost: ReturnType<typeof totalsOf> }>
}

/** Before any handler is imported: their client is made then. */
export async function startFrontedDesk(
  options: { readonly seed?: number; readonly services?: Parameters<typeof startTableEndpoint>[2] } = {},
): Promise<FrontedDesk> {
  const desk = await startTestDesk()
  const endpoint = await startTableEndpoint(desk.table.endpoint, options.seed, options.services)
  process.env.AWS_ENDPOINT_URL = endpoint.url
  return {
    ...desk,
    endpoint,
    async costOf(work) {
      const before = endpoint.counts.snapshot()
      const answer = await work()
      return { answer, cost: totalsOf(endpoint.counts.since(before)) }
    },
    async stop() {
      await endpoint.stop()
      await desk.stop()
    },
  }
}
