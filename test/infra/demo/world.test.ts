import { describe, expect, it } from 'vitest'
import { demoWorld, requestsOf, type World } from '../../../infra/local/demo/world.ts'
import { GatewayAccountBody } from '../../../shared/contracts/gateway-account.ts'
import { PaymentInstrumentBody } from '../../../shared/contracts/payment-instrument.ts'
import { NewPayoutRequest } from '../../../shared/contracts/payout-request.ts'
import { decidedOutcomes } from './deciding.ts'

const now = new Date('2026-05-06T07:08:09.000Z')

const worldOf = (requests: number, seed = 1): World => demoWorld({ requests, seed, now })

const count = (world: World, outcome: string): number =>
  requestsOf(world).filter((request) => request.outcome === outcome).length

/** As JSON would carry it, for schemas that the API uses on bodies. */
const body = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('the world of the demonstration', () => {
  it('asks for as many payouts as wanted, at least four in five of which can be allocated', () => {
    for (let requests = 1; requests <= 150; requests += 1) {
      const world = worldOf(requests, requests)
      expect(requestsOf(world)).toHaveLength(requests)
      expect(count(world, 'allocated'), `seed ${requests}`).toBeGreaterThanOrEqual(0.8 * requests)
    }
  })

  it('has at least one request each to be allocated in part and not at all among 100', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const world = worldOf(100, seed)
      expect(count(world, 'partially-allocated'), `seed ${seed}`).toBeGreaterThan(0)
      expect(count(world, 'not-allocated'), `seed ${seed}`).toBeGreaterThan(0)
    }
  })

  it('is the same for the same seed and another for another', () => {
    expect(worldOf(50, 7)).toEqual(worldOf(50, 7))
    expect(worldOf(50, 7)).not.toEqual(worldOf(50, 8))
  })

  it('asks in four currencies for customers who hold cards of several schemes, wallets and bank accounts', () => {
    const { customers, gatewayAccounts } = worldOf(1000)
    const requests = requestsOf({ customers, gatewayAccounts })
    const instruments = customers.flatMap((customer) => customer.instruments)
    expect(new Set(requests.map(({ body }) => body.currency))).toEqual(new Set(['EUR', 'USD', 'JPY', 'BHD']))
    expect(new Set(instruments.map(({ method }) => method))).toEqual(
      new Set(['payment-card', 'bank-transfer', 'paypal', 'Skrill']),
    )
    expect(new Set(instruments.map(({ brand }) => brand)).size).toBeGreaterThan(4)
    expect(new Set(gatewayAccounts.map((account) => account.readyToPayoutInstruction))).toEqual(
      new Set(['all', 'covered-payout', 'approved-payment']),
    )
  })

  it('says nothing that the API would refuse', () => {
    const { customers, gatewayAccounts } = worldOf(1000)
    for (const account of gatewayAccounts) GatewayAccountBody.parse(body(account))
    for (const { instruments, requests } of customers) {
      for (const instrument of instruments) PaymentInstrumentBody.parse(body(instrument))
      for (const request of requests) NewPayoutRequest.parse(body(request.body))
    }
  })

  it('promises for each request what the allocator decides, whatever the seed', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const world = worldOf(600, seed)
      const promised = requestsOf(world).map(({ outcome }) => outcome)
      expect(decidedOutcomes(world), `seed ${seed}`).toEqual(promised)
    }
  })
})
