export const CURRENCIES = ['EUR', 'JPY'] as const
export type Currency = (typeof CURRENCIES)[number]

export const amountOf = (minor: bigint, currency: string): number =>
  currency === 'JPY' ? Number(minor) : Number(minor) / 100

export const minorOf = (amount: number, currency: string): bigint =>
  BigInt(Math.round(currency === 'JPY' ? amount : amount * 100))
