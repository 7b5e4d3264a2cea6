/** Currencies of the demonstration: no, two and three digits after the point. */
export const DEMO_CURRENCIES = ['EUR', 'USD', 'JPY', 'BHD'] as const

export type DemoCurrency = (typeof DEMO_CURRENCIES)[number]

/** Amounts are whole minor units, so that they add up exactly. */
export interface Amounts {
  readonly digits: number
  /** What a customer would ask for: small amounts often, large ones seldom. */
  readonly typical: (random: () => number) => number
  /** As the API takes it. Exact: the quotient of two whole numbers is the double nearest to the decimal. */
  readonly decimal: (minor: number) => number
}

export const amountsIn = (currency: DemoCurrency): Amounts => AMOUNTS[currency]

const AMOUNTS: Readonly<Record<DemoCurrency, Amounts>> = {
  EUR: amounts({ digits: 2, from: 20_00, to: 950_00, step: 5 }),
  USD: amounts({ digits: 2, from: 25_00, to: 1_200_00, step: 1 }),
  JPY: amounts({ digits: 0, from: 3_000, to: 140_000, step: 50 }),
  BHD: amounts({ digits: 3, from: 8_000, to: 400_000, step: 5 }),
}

function amounts(range: { digits: number; from: number; to: number; step: number }): Amounts {
  const { digits, from, to, step } = range
  return {
    digits,
    typical: (random) => from + step * Math.floor((random() ** 2 * (to - from)) / step),
    decimal: (minor) => minor / 10 ** digits,
  }
}
