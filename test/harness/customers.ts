import type { Ask } from './desk.ts'

/** A customer with a card and a PayPal account, and a gateway account for each, made through the API. */
export async function newCustomer(ask: Ask, customerId = 'cus_1'): Promise<void> {
  const account = { gatewayName: 'TestProcessor', acceptedCurrencies: ['EUR', 'USD', 'JPY', 'BHD'] }
  const answers = [
    await ask('gateway-accounts/put', { id: 'gw_card', body: { ...account, method: 'payment-card' } }),
    await ask('gateway-accounts/put', { id: 'gw_card_2', body: { ...account, method: 'payment-card' } }),
    await ask('gateway-accounts/put', { id: 'gw_paypal', body: { ...account, method: 'paypal' } }),
    await ask('payment-instruments/put', {
      id: `card_${customerId}`,
      body: { customerId, method: 'payment-card', brand: 'Visa' },
    }),
    await ask('payment-instruments/put', {
      id: `paypal_${customerId}`,
      body: { customerId, method: 'paypal' },
    }),
  ]
  const wrong = answers.find(({ status }) => status !== 200 && status !== 201)
  if (wrong) throw new Error(`A customer could not be made: ${wrong.text}`)
}

/** An approved sale of 10 EUR by the card of cus_1. */
export const SALE = {
  type: 'sale',
  result: 'approved',
  amount: 10,
  currency: 'EUR',
  customerId: 'cus_1',
  paymentInstrumentId: 'card_cus_1',
  gatewayAccountId: 'gw_card',
}
