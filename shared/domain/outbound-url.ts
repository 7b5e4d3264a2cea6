/** What a stage lets the desk call. */
export interface OutboundPolicy {
  /** Loopback and private ranges, and plain HTTP to loopback: for the local stack and for services inside a VPC. */
  readonly allowsPrivateAddresses: boolean
}

/** As `URL` writes them. */
const LOOPBACK_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/**
 * What is wrong with a URL that the desk is to call, payment service or webhook; undefined when nothing is. It judges
 * the text only: where the host leads is checked when it is called.
 */
export function outboundUrlProblem(text: string, policy: OutboundPolicy): string | undefined {
  if (!URL.canParse(text)) return 'must be an absolute URL'
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') return 'must not contain a user name or password'
  if (protocol === 'https:') return undefined
  return protocol === 'http:' && policy.allowsPrivateAddresses && LOOPBACK_HOSTS.includes(hostname)
    ? undefined
    : 'must begin with https://'
}
