import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { UserInputError } from '../errors.js'

/** Whether `address`, an IPv4 or IPv6 literal, is an ordinary one of the open internet: not this machine, not its network. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
}

/** Refuses a URL whose host is written as a number that is not public; names are judged when they are looked up. */
export function checkLiteralHost(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (ipaddr.isValid(host) && !isPublicAddress(host)) throw forbiddenAddress()
}

/**
 * `dns.lookup` that fails for a name with any address inside. The connection is made to the very addresses
 * checked here, so that a name cannot change its mind in between (DNS rebinding).
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error || !first) return callback(error ?? new Error('no address'), '')
    if (!addresses.every(({ address }) => isPublicAddress(address))) return callback(forbiddenAddress(), '')
    if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}

export function forbiddenAddress(): UserInputError {
  return new UserInputError(
    'forbidden-address',
    'This address leads to a private network or this machine. Pictures are fetched only from public https addresses; ' +
      'download it and give the path of the file.',
  )
}
