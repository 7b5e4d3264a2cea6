import { AsyncLocalStorage } from 'node:async_hooks'
import { AwsError } from '../../../infra/local/endpoint/aws-error.ts'
import { type Answer, type Call, readCall, type Service } from '../../../infra/local/endpoint/call.ts'
import { planFaults } from '../../../infra/local/endpoint/faults.ts'
import { playing, STOPPED } from './turns.ts'

interface HttpRequest {
  readonly headers: Record<string, string>
  readonly body?: unknown
}

const NO_FAULTS = planFaults()

/**
 * What the SDK sends its requests through instead of HTTP: each waits for its player's turn and meets the faults of
 * its player's plan, under the SDK's own retries. Outside of a game it is made at once and nothing befalls it. The
 * service is called as whoever made the call, whosever turn ended before.
 */
export const transportTo = (service: Service) => ({
  async handle({ headers, body }: HttpRequest) {
    const player = playing.getStore()
    const asCaller = AsyncLocalStorage.snapshot()
    const perform = () =>
      asCaller(() => performed(service, readCall(headers, textOf(body), player?.faults ?? NO_FAULTS)))
    const answer = await (player ? player.take(perform) : perform())
    if (answer === STOPPED) throw new Error('Nobody plays who could stop.')
    return { response: { statusCode: answer.status, headers: {}, body: Buffer.from(answer.body) } }
  },
})

async function performed(service: Service, call: Call): Promise<Answer | typeof STOPPED> {
  const { faults } = call
  if (faults.has('terminated-before')) return STOPPED
  if (faults.has('lost-request')) throw connectionLost()
  const answer = await service(call).catch(refusal)
  if (faults.has('terminated-after')) return STOPPED
  if (faults.has('lost-answer')) throw connectionLost()
  return answer
}

/** As Node says it, and as the SDK knows it for something to be tried again. */
const connectionLost = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })

function refusal(error: unknown): Answer {
  if (!(error instanceof AwsError)) throw error
  return { status: 400, body: error.toBody() }
}

const textOf = (body: unknown): string =>
  body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body)
