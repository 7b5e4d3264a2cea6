import { expect, it } from 'vitest'
import type { GatewayAccount } from '../../../shared/domain/gateway-account.ts'
import {
  openGatewayAccount,
  replaceGatewayAccount,
  withStatus,
} from '../../../shared/domain/gateway-account-changes.ts'
import { account } from '../../harness/world.ts'
import { refusalOf } from './refusals.ts'

/** A cap's `since` names its window: the same as long as there is a cap, never one that was before (rules §4.5). */

const AT = '2026-11-21T12:00:00.000Z'

const asked = (caps: Readonly<Record<string, bigint>>) => ({
  ...account('gw'),
  payoutLimits: {
    maxPerTransaction: [],
    minPerTransaction: [],
    maxPerPeriod: Object.entries(caps).map(([currency, amountMinor]) => ({ currency, amountMinor })),
  },
})

const caps = ({ payoutLimits }: GatewayAccount) =>
  payoutLimits?.maxPerPeriod.map(({ currency, amountMinor, since }) => [currency, amountMinor, since])

const opened = openGatewayAccount('gw', asked({ EUR: 10n, USD: 20n }), AT)

it('is the version that set the cap', () => {
  expect(caps(opened)).toEqual([
    ['EUR', 10n, 1],
    ['USD', 20n, 1],
  ])
})

it('stays when the cap is raised or lowered, or anything else is changed', () => {
  const raised = replaceGatewayAccount(opened, asked({ USD: 20n, EUR: 11n }), AT)
  expect(caps(raised)).toEqual([
    ['USD', 20n, 1],
    ['EUR', 11n, 1],
  ])
  expect(caps(withStatus(raised, 'inactive', AT))).toEqual(caps(raised))
})

it('is another when the cap was removed and is set again, of that currency alone', () => {
  const removed = replaceGatewayAccount(opened, asked({ USD: 20n }), AT)
  const again = replaceGatewayAccount(removed, asked({ EUR: 10n, USD: 20n }), AT)
  expect(caps(again)).toEqual([
    ['EUR', 10n, 3],
    ['USD', 20n, 1],
  ])
  const none = replaceGatewayAccount(again, { ...asked({}), payoutLimits: null }, AT)
  expect(none.payoutLimits).toBeNull()
  expect(caps(replaceGatewayAccount(none, asked({ EUR: 10n }), AT))).toEqual([['EUR', 10n, 5]])
})

it('a closed account stays closed, and all else of it may still be put right', () => {
  const closed = replaceGatewayAccount(opened, { ...asked({}), status: 'closed' }, AT)
  expect(refusalOf(() => withStatus(closed, 'active', AT))).toMatchObject({
    reason: 'gateway-account-closed',
    message: 'The gateway account is closed for good: it cannot become active.',
  })
  const named = { ...asked({}), status: 'closed', gatewayName: 'Another' } as const
  expect(replaceGatewayAccount(closed, named, AT)).toMatchObject({ gatewayName: 'Another', version: 3 })
})

it('an account that is enabled or disabled twice is itself the second time', () => {
  const disabled = withStatus(opened, 'inactive', AT)
  expect(disabled).toMatchObject({ status: 'inactive', version: 2 })
  expect(withStatus(disabled, 'inactive', AT)).toBe(disabled)
})
