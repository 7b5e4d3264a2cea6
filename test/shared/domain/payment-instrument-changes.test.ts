import { describe, expect, it } from 'vitest'
import {
  addInstrument,
  bytesOf,
  deactivate,
  type InstrumentAsk,
  replaceInstrument,
} from '../../../shared/domain/payment-instrument-changes.ts'
import { instrument } from './auto-allocation/builders.ts'
import { refusalOf } from './refusals.ts'

// Rules §7.2.

const AT = '2026-03-02T10:00:00.000Z'
const LATER = '2026-03-03T10:00:00.000Z'
/** Of the one item that keeps a customer's instruments. */
const BYTES = 300_000

const ASK: InstrumentAsk = {
  customerId: 'cust_1',
  method: 'paypal',
  status: 'active',
  card: null,
  referenceData: { email: 'ada@example.org' },
}

const roomWith = (count: number, instrumentsBytes = 0) => ({
  instruments: Array.from({ length: count }, (_, i) => instrument(`inst_${i}`, 'paypal')),
  instrumentsBytes,
})

const WALLET = addInstrument('wallet', ASK, roomWith(0), AT)

it('an instrument is added as it is asked for', () => {
  expect(WALLET).toEqual({ ...ASK, id: 'wallet', version: 1, createdTime: AT, updatedTime: AT })
})

describe('a customer', () => {
  it('has at most 50 instruments', () => {
    expect(addInstrument('wallet', ASK, roomWith(49), AT)).toEqual(WALLET)
    expect(refusalOf(() => addInstrument('wallet', ASK, roomWith(50), AT))).toMatchObject({
      reason: 'customer-profile-full',
      message: 'A customer has at most 50 payment instruments.',
    })
  })

  it('has so many of them as one item keeps', () => {
    const left = bytesOf(WALLET)
    expect(addInstrument('wallet', ASK, roomWith(1, BYTES - left), AT)).toEqual(WALLET)
    expect(refusalOf(() => addInstrument('wallet', ASK, roomWith(1, BYTES - left + 1), AT))).toMatchObject({
      reason: 'customer-profile-full',
      message: expect.stringContaining('shorten their reference data'),
    })
  })

  it('that has no room may still make an instrument another or shorter, not longer', () => {
    const full = roomWith(1, BYTES + 1000)
    const others: InstrumentAsk['referenceData'][] = [{}, { email: 'eva@example.org' }]
    for (const referenceData of others)
      expect(replaceInstrument(WALLET, { ...ASK, referenceData }, full, LATER).referenceData).toEqual(
        referenceData,
      )
    const longer = { ...ASK, referenceData: { email: 'ada.lovelace@example.org' } }
    expect(refusalOf(() => replaceInstrument(WALLET, longer, full, LATER)).reason).toBe(
      'customer-profile-full',
    )
  })

  it('that has room for the difference may make an instrument longer', () => {
    const longer = { ...ASK, referenceData: { email: 'eda@example.org1' } }
    expect(replaceInstrument(WALLET, longer, roomWith(1, BYTES - 1), LATER).referenceData).toEqual(
      longer.referenceData,
    )
  })
})

it('characters count as the bytes that they take', () => {
  const euro = { ...WALLET, referenceData: { email: '€' } }
  const letter = { ...WALLET, referenceData: { email: 'e' } }
  expect(bytesOf(euro) - bytesOf(letter)).toBe(2)
})

describe('an instrument that is replaced', () => {
  const room = roomWith(1)

  it('is what is asked for, one version on', () => {
    const ask = { ...ASK, status: 'expired', referenceData: {} } as const
    expect(replaceInstrument(WALLET, ask, room, LATER)).toEqual({
      ...WALLET,
      ...ask,
      version: 2,
      updatedTime: LATER,
    })
  })

  it('keeps its customer and method', () => {
    const message = 'is immutable: add another payment instrument'
    const ask = { ...ASK, customerId: 'cust_2', method: 'ach' }
    expect(refusalOf(() => replaceInstrument(WALLET, ask, room, LATER)).details.invalidFields).toEqual([
      { field: 'customerId', message },
      { field: 'method', message },
    ])
  })

  it('stays deactivated for good', () => {
    const off = deactivate(WALLET, LATER)
    expect(off).toEqual({ ...WALLET, status: 'deactivated', version: 2, updatedTime: LATER })
    expect(deactivate(off, AT)).toBe(off)
    expect(refusalOf(() => replaceInstrument(off, ASK, room, LATER))).toMatchObject({
      reason: 'payment-instrument-deactivated',
      message: expect.stringContaining('cannot become active'),
    })
    const texts = { ...ASK, status: 'deactivated', referenceData: {} } as const
    expect(replaceInstrument(off, texts, room, LATER).referenceData).toEqual({})
  })
})
