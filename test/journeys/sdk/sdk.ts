import RebillyAPI from 'rebilly-js-sdk'
import { OPERATIONS } from '../../../shared/contracts/operations.ts'
import type { JourneyDesk, JourneyOrganization } from '../harness/desk.ts'

export interface Sdk {
  /** Its types know 227 gateways by name, and neither `response` nor half of the fields: JavaScript is what it is. */
  readonly api: any
  /** What it has called so far: `GET /payout-requests/x`. */
  readonly called: ReadonlySet<string>
}

/** The published client as its users set it up, pointed here; it gives up late, since this machine may be busy. */
export function sdkOf({ stack }: JourneyDesk, us: Pick<JourneyOrganization, 'id' | 'apiKey'>): Sdk {
  const api: any = RebillyAPI({ apiKey: us.apiKey, sandbox: true, organizationId: us.id, timeout: 60_000 })
  api.setEndpoints({ sandbox: stack.url })
  const called = new Set<string>()
  api.addRequestInterceptor({
    thenDelegate: (config: { method: string; url: string }) => {
      called.add(`${config.method.toUpperCase()} /${config.url.replace(/\/$/, '')}`)
      return config
    },
  })
  return { api, called }
}

/** Which operations below these paths a client never called. */
export function uncalled(called: ReadonlySet<string>, concerns: (path: string) => boolean): string[] {
  return Object.entries(OPERATIONS)
    .filter(([, route]) => concerns(route.split(' ')[1] ?? ''))
    .filter(([, route]) => ![...called].some((call) => isCallOf(call, route)))
    .map(([operation]) => operation)
}

function isCallOf(call: string, route: string): boolean {
  const [called, wanted] = [call.split('/'), route.split('/')]
  return (
    called.length === wanted.length &&
    wanted.every((part, i) => (part.startsWith('{') ? !STATIC.has(called[i] ?? '') : part === called[i]))
  )
}

/** Words of paths that are no ids. */
const STATIC = new Set(
  Object.values(OPERATIONS).flatMap((route) => route.split('/').filter((part) => !part.startsWith('{'))),
)

/** What a call of the client was rejected with. */
export async function rejection(call: Promise<unknown>): Promise<any> {
  try {
    await call
  } catch (error) {
    return error
  }
  throw new Error('The call was not rejected.')
}
