/** Lines as a file would have them. */

export const account = (id: string, more: object = {}) => ({
  type: 'gateway-account',
  id,
  gatewayName: 'TestProcessor',
  method: 'payment-card',
  acceptedCurrencies: ['EUR', 'USD'],
  readyToPayoutInstruction: 'covered-payout',
  ...more,
})

export const card = (customer: string, n = 1, more: object = {}) => ({
  type: 'payment-instrument',
  id: `inst_${customer}_${n}`,
  customerId: `cus_${customer}`,
  method: 'payment-card',
  brand: 'Visa',
  ...more,
})

export const sale = (customer: string, n = 1, more: object = {}) => ({
  type: 'sale',
  id: `txn_${customer}_${n}`,
  result: 'approved',
  amount: 10.5,
  currency: 'EUR',
  customerId: `cus_${customer}`,
  paymentInstrumentId: `inst_${customer}_1`,
  gatewayAccountId: 'gw_1',
  ...more,
})

/** Accounts first, then every customer's card and payments, customers mixed. */
export const fileOf = (customers: number, payments: number): object[] => {
  const names = Array.from({ length: customers }, (_, i) => String(i))
  return [
    account('gw_1'),
    ...names.map((name) => card(name)),
    ...Array.from({ length: payments }, (_, i) => names.map((name) => sale(name, i + 1))).flat(),
  ]
}

export const ndjson = (records: readonly unknown[]): string =>
  records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))).join('\n')
