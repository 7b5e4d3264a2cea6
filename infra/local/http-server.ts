import { once } from 'node:events'
import type { Server } from 'node:http'

/** Listens on this machine only; resolves to the port, which is any free one for 0. */
export async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('an HTTP server has a port')
  return address.port
}

/** Takes no more calls and cuts those that are being answered. */
export async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
