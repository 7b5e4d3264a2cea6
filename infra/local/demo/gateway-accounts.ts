/** The accounts of a company that takes cards, wallets and bank transfers; two of them cannot serve. */
export const GATEWAY_ACCOUNTS = [
  {
    id: 'gw_acc_cards',
    gatewayName: 'TestProcessor',
    method: 'payment-card',
    acceptedCurrencies: ['EUR', 'USD', 'JPY', 'BHD'],
    readyToPayoutInstruction: 'covered-payout',
  },
  {
    id: 'gw_acc_cards_push',
    gatewayName: 'TestProcessor',
    method: 'payment-card',
    acceptedCurrencies: ['EUR', 'USD'],
    paymentCardSchemes: ['Visa', 'MasterCard'],
    readyToPayoutInstruction: 'approved-payment',
    payoutLimits: {
      maxPerTransaction: [
        { amount: 400, currency: 'EUR' },
        { amount: 450, currency: 'USD' },
      ],
    },
  },
  {
    id: 'gw_acc_cards_asia',
    gatewayName: 'TestProcessor',
    method: 'payment-card',
    acceptedCurrencies: ['JPY'],
    paymentCardSchemes: ['JCB', 'China UnionPay'],
    readyToPayoutInstruction: 'approved-payment',
  },
  {
    id: 'gw_acc_paypal',
    gatewayName: 'TestProcessor',
    method: 'paypal',
    acceptedCurrencies: ['EUR', 'USD', 'JPY'],
    readyToPayoutInstruction: 'approved-payment',
  },
  {
    id: 'gw_acc_paypal_spare',
    gatewayName: 'TestProcessor',
    method: 'paypal',
    acceptedCurrencies: ['EUR', 'USD'],
    readyToPayoutInstruction: 'all',
    isDown: true,
  },
  {
    id: 'gw_acc_skrill',
    gatewayName: 'TestProcessor',
    method: 'Skrill',
    acceptedCurrencies: ['EUR', 'USD'],
    readyToPayoutInstruction: 'covered-payout',
  },
  {
    id: 'gw_acc_sepa',
    gatewayName: 'TestProcessor',
    method: 'bank-transfer',
    acceptedCurrencies: ['EUR'],
    readyToPayoutInstruction: 'all',
  },
  {
    id: 'gw_acc_swift',
    gatewayName: 'TestProcessor',
    method: 'bank-transfer',
    acceptedCurrencies: ['USD', 'JPY', 'BHD'],
    readyToPayoutInstruction: 'all',
  },
  {
    id: 'gw_acc_bank_retired',
    gatewayName: 'TestProcessor',
    method: 'bank-transfer',
    acceptedCurrencies: ['EUR', 'USD'],
    readyToPayoutInstruction: 'all',
    status: 'inactive',
  },
] as const

export type GatewayAccountId = (typeof GATEWAY_ACCOUNTS)[number]['id']
