import type { Key } from './keys.ts'

/** How the keys of gateway accounts, and of what is reckoned for each, look (design §5). */

export const gatewayAccountKey = (organization: string, account: string): Key => ({
  pk: accountsPartition(organization),
  sk: `ACCOUNT#${account}`,
})

/** All gateway accounts, in one Query. */
export const gatewayAccountKeys = (organization: string) => ({
  pk: accountsPartition(organization),
  prefix: 'ACCOUNT#',
})

export const gatewayAccountCountKey = (organization: string): Key => ({
  pk: accountsPartition(organization),
  sk: 'COUNT',
})

/** The rolling window of one setting of a cap. */
export const windowKey = (organization: string, account: string, currency: string, since: number): Key => ({
  pk: `ORG#${organization}#GATEWAY#${account}`,
  sk: `WINDOW#${currency}#${since}`,
})

/** The payments that are being sent through an account right now. */
export const leasesKey = (organization: string, account: string): Key => ({
  pk: `ORG#${organization}#GATEWAY#${account}`,
  sk: 'LEASES',
})

const accountsPartition = (organization: string): string => `ORG#${organization}#GATEWAY`
