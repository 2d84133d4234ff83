import { lookup, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/**
 * Addresses that are not on the public internet: an outgoing request of a flow must not reach the
 * machine it runs on, its neighbours or a cloud's metadata service.
 * https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry
 */
const NOT_PUBLIC = new BlockList()
const IPV4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24'],
  ...['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
]
// The last three wrap IPv4 addresses, among them private ones.
const IPV6 = [
  ...['::/127', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8', '2001:db8::/32', '100::/64'],
  ...['64:ff9b::/96', '2002::/16', '2001::/32'],
]
for (const range of IPV4) addRange(range, 'ipv4')
for (const range of IPV6) addRange(range, 'ipv6')

/** An address that a flow may not call. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError'
  readonly code = 'private-address'
}

/** True for an IP address that is not on the public internet. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  return NOT_PUBLIC.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

/** Throws PrivateAddressError when a URL's host is written as a private IP address. */
export function refusePrivateHost(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isPrivateAddress(host)) throw new PrivateAddressError(`${host} is a private address.`)
}

/**
 * A socket's name look-up that fails with PrivateAddressError when a name leads to a private address.
 * The socket connects to the very addresses checked here, so a name cannot change its mind between
 * the check and the connection.
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, '')
    const [first] = addresses
    const found = addresses.find(({ address }) => isPrivateAddress(address))
    if (found || !first) {
      const why = found ? `leads to the private address ${found.address}` : 'has no address'
      return callback(new PrivateAddressError(`${hostname} ${why}.`), '')
    }
    if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}

function addRange(range: string, type: 'ipv4' | 'ipv6'): void {
  const [net = '', bits = ''] = range.split('/')
  NOT_PUBLIC.addSubnet(net, Number(bits), type)
}
