import { once } from 'node:events'
import { isIP, connect as openSocket, type Socket } from 'node:net'
import { addAbortSignal } from 'node:stream'
import { connect as openTls } from 'node:tls'
import { type Destination, NotSent } from './destination.ts'

/** One of IPv6 and one of IPv4 that do not answer are passed over; more would eat up the call's time. */
const ADDRESSES_TRIED_LIMIT = 3

/**
 * A connection over which nothing has been sent yet but what TLS needs. It is opened before the request exists, and not
 * by `http.request`, so that whatever fails here is certain to have sent nothing of the request. Throws NotSent.
 */
export async function connectionTo(destination: Destination, signal: AbortSignal): Promise<Socket> {
  let failure = new NotSent('connection-failed')
  for (const address of destination.addresses.slice(0, ADDRESSES_TRIED_LIMIT)) {
    const connection = await tryAddress(destination, address, signal)
    if (!(connection instanceof NotSent)) return connection
    failure = connection
    if (signal.aborted) break
  }
  throw failure
}

async function tryAddress(
  { url, host }: Destination,
  address: string,
  signal: AbortSignal,
): Promise<Socket | NotSent> {
  const isTls = url.protocol === 'https:'
  const where = { host: address, port: Number(url.port || (isTls ? 443 : 80)) }
  const socket = isTls
    ? openTls({ ...where, servername: isIP(host) ? '' : host, rejectUnauthorized: true })
    : openSocket(where)
  let isConnected = false
  socket.once('connect', () => {
    isConnected = true
  })
  // Whoever waits for something learns of an error there; without a listener it would end the process.
  socket.on('error', () => {})
  try {
    addAbortSignal(signal, socket)
    await once(socket, isTls ? 'secureConnect' : 'connect', { signal })
    return socket
  } catch {
    socket.destroy()
    if (signal.aborted) return new NotSent('connection-timeout')
    return new NotSent(isConnected ? 'tls-failed' : 'connection-failed')
  }
}
