import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  allocationId,
  isWellFormedId,
  locateAllocation,
  madeAt,
  payoutRequestId,
} from '../../../shared/domain/identifiers.ts'
import { idsFrom } from '../../../shared/runtime/ids.ts'

const generated = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/).map(payoutRequestId)
const own = fc.stringMatching(/^[@~\-.\w]{1,43}$/)
const STEM = '0YVDMDE2BMC6KBB5MX76RF6T'

it('finds every allocation from its id alone, of our own requests and of the callers’', () => {
  fc.assert(
    fc.property(fc.oneof(generated, own), fc.integer({ min: 1, max: 1023 }), (request, number) => {
      const id = allocationId(request, number)
      expect(isWellFormedId(id)).toBe(true)
      expect(locateAllocation(id)).toEqual({ payoutRequestId: request, number })
    }),
  )
})

it('leaves the last two characters of a request to the number of its allocations', () => {
  expect(payoutRequestId(`${STEM}XY`)).toBe(`pout_req_${STEM}00`)
  expect(allocationId(`pout_req_${STEM}00`, 1)).toBe(`pra_${STEM}01`)
  expect(allocationId(`pout_req_${STEM}00`, 1023)).toBe(`pra_${STEM}ZZ`)
})

it('finds nothing for an id that was never given out, and never throws', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const place = locateAllocation(text)
      if (place) expect(allocationId(place.payoutRequestId, place.number)).toBe(text)
    }),
  )
  expect(locateAllocation(allocationId('pout_req_0YVDMDE2BMC6KBB5MX76RF6T00', 0))).toBeUndefined()
  // Two spellings of one allocation would be two ids for the same money.
  expect(locateAllocation('pra_01~pout_req_0YVDMDE2BMC6KBB5MX76RF6T00')).toBeUndefined()
})

it('makes ids of the published form that sort by time', () => {
  const at = (time: number) => idsFrom({ now: () => new Date(time) })
  expect(at(1_700_000_000_000).next('preq_batch')).toMatch(/^preq_batch_[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
  expect(at(1_700_000_000_000).nextPayoutRequest() < at(1_700_000_000_001).nextPayoutRequest()).toBe(true)
  expect(new Set(Array.from({ length: 1000 }, () => at(0).nextPayoutRequest())).size).toBe(1000)
})

it('tells when an id was made, of those that we made', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (time) => {
      expect(madeAt(idsFrom({ now: () => time }).next('run'))).toEqual(time)
    }),
  )
  for (const id of ['run_1', 'own', 'run_01K00000000000000000000U00', `run_${STEM}01_again`])
    expect(madeAt(id)).toBeUndefined()
})

it.each([
  ['a', true],
  ['@me~you-1.2_3', true],
  ['x'.repeat(50), true],
  ['x'.repeat(51), false],
  ['', false],
  ['a b', false],
  [' a', false],
  ['a/', false],
  ['ä', false],
  ['__proto__', false],
])('%j is well formed: %s', (text, fits) => {
  expect(isWellFormedId(text)).toBe(fits)
})

it.each([
  `xpra_${STEM}01`,
  `pra_${STEM}01x`,
  `xpra_01~own`,
  `pra_01~own/`,
  `pra_01~${'x'.repeat(44)}`,
  `pra_01~`,
  'pra_00~own',
])('%s is no allocation', (id) => {
  expect(locateAllocation(id)).toBeUndefined()
})

it.each([`xpout_req_${STEM}00`, `pout_req_${STEM}00x`])('%s is a caller’s own id', (request) => {
  const id = allocationId(request, 1)
  expect(id).toBe(`pra_01~${request}`)
  expect(locateAllocation(id)).toEqual({ payoutRequestId: request, number: 1 })
})
