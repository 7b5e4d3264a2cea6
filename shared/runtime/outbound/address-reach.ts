import { BlockList, isIPv4, isIPv6 } from 'node:net'

export type AddressReach = 'public' | 'private' | 'loopback' | 'forbidden'

/** Where an address leads. Whatever is not known to lead to the public or to a private network is forbidden. */
export function reachOf(address: string): AddressReach {
  const family = isIPv4(address) ? 'ipv4' : 'ipv6'
  // A zone (`fe80::1%eth0`) belongs to link-local addresses, which are forbidden; BlockList does not read it.
  if (address.includes('%') || (family === 'ipv6' && !isIPv6(address))) return 'forbidden'
  if (FORBIDDEN.check(address, family)) return 'forbidden'
  if (LOOPBACK.check(address, family)) return 'loopback'
  if (PRIVATE.check(address, family)) return 'private'
  return family === 'ipv4' || GLOBAL_UNICAST.check(address, family) ? 'public' : 'forbidden'
}

/** Addresses of IPv4 that are written as IPv6 (`::ffff:10.0.0.1`) match the ranges of IPv4. */
function ranges(...subnets: readonly string[]): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [network = '', bits] = subnet.split('/')
    list.addSubnet(network, Number(bits), isIPv4(network) ? 'ipv4' : 'ipv6')
  }
  return list
}

/** The IANA special-purpose registries: nobody's payment service lives here, whatever the stage allows. */
const FORBIDDEN = ranges(
  '0.0.0.0/8', // this host
  '169.254.0.0/16', // link-local; 169.254.169.254 gives out a cloud machine's credentials
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation, as are the next two but one
  '192.88.99.0/24', // 6to4 relays, deprecated
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
  '2001::/23', // protocol assignments, Teredo among them, which hides an IPv4 address
  '2001:db8::/32', // documentation, as is 3fff
  '2002::/16', // 6to4, which hides an IPv4 address
  '3fff::/20',
  'fd00:ec2::/32', // metadata and other services of EC2
)

const LOOPBACK = ranges('127.0.0.0/8', '::1/128')

const PRIVATE = ranges('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7')

/** All of IPv6 that is given out; NAT64 (64:ff9b::), link-local and multicast lie outside. */
const GLOBAL_UNICAST = ranges('2000::/3')
