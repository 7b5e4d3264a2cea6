import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { type OutboundPolicy, outboundUrlProblem } from '../../domain/outbound-url.ts'
import { reachOf } from './address-reach.ts'

/** Why a call was given up before its first byte was sent. */
export type NotSentReason =
  | 'url-not-allowed'
  | 'host-not-found'
  | 'address-not-allowed'
  | 'connection-failed'
  | 'tls-failed'
  | 'connection-timeout'

/** The call did not begin: the other side has seen nothing of it, for certain. */
export class NotSent extends Error {
  readonly reason: NotSentReason

  constructor(reason: NotSentReason) {
    super(reason)
    this.name = 'NotSent'
    this.reason = reason
  }
}

export interface Destination {
  readonly url: URL
  /** Without the brackets of IPv6. */
  readonly host: string
  /** All of them checked; nothing else may be connected to, or a second look-up could lead elsewhere (DNS rebinding). */
  readonly addresses: readonly string[]
}

/** Every address of a host, in the order in which they should be tried. */
export type Resolve = (host: string) => Promise<readonly string[]>

export const resolveHost: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address)

/** Resolves the host once and refuses it if any of its addresses is not allowed. Throws NotSent. */
export async function destinationOf(
  link: string,
  policy: OutboundPolicy,
  resolve: Resolve,
): Promise<Destination> {
  if (outboundUrlProblem(link, policy) !== undefined) throw new NotSent('url-not-allowed')
  const url = new URL(link)
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const addresses = isIP(host) ? [host] : await resolved(host, resolve)
  if (!addresses.every((address) => mayReach(address, url, policy))) throw new NotSent('address-not-allowed')
  return { url, host, addresses }
}

async function resolved(host: string, resolve: Resolve): Promise<readonly string[]> {
  const addresses = await resolve(host).catch(() => [])
  if (addresses.length === 0) throw new NotSent('host-not-found')
  return addresses
}

function mayReach(address: string, { protocol }: URL, { allowsPrivateAddresses }: OutboundPolicy): boolean {
  const reach = reachOf(address)
  if (protocol === 'http:') return reach === 'loopback' && allowsPrivateAddresses
  return reach === 'public' || (allowsPrivateAddresses && (reach === 'private' || reach === 'loopback'))
}
