import { generateKeyPairSync, sign } from 'node:crypto'

/** A key and a certificate that it signed itself, for one host name and for 127.0.0.1: RFC 5280, as little as TLS needs. */
export function selfSignedCertificate(hostName: string): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, hostName))))
  const content = der(
    0x30,
    der(0xa0, der(0x02, [2])), // version 3
    der(0x02, [1]), // serial number
    SIGNED_WITH,
    name,
    der(0x30, der(0x17, '200101000000Z'), der(0x17, '491231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      der(
        0x30,
        der(0x30, ALTERNATIVE_NAME, der(0x04, der(0x30, der(0x82, hostName), der(0x87, [127, 0, 0, 1])))),
      ),
    ),
  )
  const signature = sign('sha256', content, privateKey)
  return {
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    cert: pem(der(0x30, content, SIGNED_WITH, der(0x03, [0], signature))),
  }
}

/** One element: tag, length, what is in it. */
function der(tag: number, ...parts: readonly (Uint8Array | readonly number[] | string)[]): Buffer {
  const content = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Uint8Array.from(part))),
  )
  const { length } = content
  const head = length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff]
  return Buffer.concat([Uint8Array.from(head), content])
}

const COMMON_NAME = der(0x06, [0x55, 0x04, 0x03])
const ALTERNATIVE_NAME = der(0x06, [0x55, 0x1d, 0x11])
/** ecdsa-with-SHA256 */
const SIGNED_WITH = der(0x30, der(0x06, [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]))

const pem = (certificate: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`
