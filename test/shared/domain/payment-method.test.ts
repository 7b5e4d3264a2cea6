import { expect, it } from 'vitest'
import { CARD_SCHEMES, PAYMENT_CARD, PAYMENT_METHODS } from '../../../shared/domain/payment-method.ts'

// Names of the published API, compared as they are: none may be lost, run into another, or changed on the way.

const A_NAME = /^\S(.*\S)?$/

it('counts the 199 methods that the API publishes, each of them once', () => {
  expect(new Set(PAYMENT_METHODS).size).toBe(199)
  expect(PAYMENT_METHODS).toHaveLength(199)
})

it('has whole names, without the blanks and separators of a list', () => {
  for (const name of [...PAYMENT_METHODS, ...CARD_SCHEMES]) {
    expect(name).toMatch(A_NAME)
    expect(name).not.toMatch(/[;,]/)
  }
})

it.each(['payment-card', 'paypal', 'Interac-eTransfer', 'China UnionPay', 'bank-transfer-9', 'PIX', 'Zip'])(
  'knows %s by its published spelling alone',
  (name) => {
    expect(PAYMENT_METHODS).toContain(name)
    expect(PAYMENT_METHODS).not.toContain(
      name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase(),
    )
  },
)

it('calls cards as the published list does', () => {
  expect(PAYMENT_METHODS).toContain(PAYMENT_CARD)
  expect(PAYMENT_CARD).toBe('payment-card')
})

/** Rules §7.1. */
const PUBLISHED_SCHEMES =
  'Visa, MasterCard, American Express, Discover, Maestro, Solo, Electron, JCB, Voyager, Diners Club, Switch, Laser, ' +
  'China UnionPay, AstroPay Card'

it('tells apart the card schemes that a gateway account may be limited to', () => {
  expect(CARD_SCHEMES.join(', ')).toBe(PUBLISHED_SCHEMES)
})
