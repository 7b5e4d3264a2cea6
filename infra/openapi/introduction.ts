/** What the document says before its operations. */

export const INTRODUCTION = {
  title: 'Payout Desk',
  version: '1',
  license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
  description: [
    'Customers ask for their money (payout requests); the desk sets each request aside over the customer’s payment instruments and the company’s gateway accounts (allocations), one by one or a thousand at a time (batches, auto-allocation), and can say why every cent went where it went.',
    'Every operation needs a credential whose permissions have the id of the operation, or `*`. What belongs to another organization is unknown: 404, as what does not exist.',
    'Amounts are decimal numbers in units of their currency, exact to 15 significant digits. Times are UTC, ISO 8601. A trailing slash is no difference. Unknown members of a body are ignored unless it says otherwise, and answers may come to have more members: ignore those that you do not know.',
    'A filter is written `field:value`; conditions are joined by `;` and all hold, values by `,` and one does. `field:!value` is anything but that, `field:null` is nothing. Amounts, times and integers have ranges: `amount:1..10`, `createdTime:2026-01-01..`. A backslash takes the next character as it is.',
    'Lists may lag a write by a moment; what is read by its id never does. Every write takes an Idempotency-Key, so that trying again changes nothing twice.',
    'No body may have members called `pan`, `cvv`, `accountNumber` or `token`, wherever they stand: 422. Texts must be well-formed Unicode.',
    'Every refusal is a problem document (RFC 9457) whose `type` ends with its reason; each operation names the reasons that it can have. On 503 and 429, and wherever there is a `Retry-After`, the same call may succeed later.',
  ].join('\n\n'),
}

/** By the first part of the paths, in the order of the reference. */
export const TAGS: Readonly<Record<string, string>> = {
  'payout-requests': 'What customers ask for.',
  'payout-request-splits': 'Payout requests, replaced by several smaller ones.',
  'payout-request-allocations': 'Parts of payout requests, set aside to be paid.',
  'payout-request-batches': 'Up to 1000 payout requests that are reviewed and allocated together.',
  'payout-request-batch-schedules': 'Batches that are made again and again, whenever it is time.',
  'payout-request-batch-requests': 'What came of events that asked for batches.',
  'gateway-accounts': 'What the company pays out through.',
  'payment-instruments': 'Where customers can be paid to.',
  transactions: 'Payments and payouts, which make the exposure of a pair of instrument and gateway account.',
  webhooks: 'URLs that are told of events, and what came of telling them.',
  attention: 'What somebody should look at.',
  organizations: 'Settings of the organization.',
  websites: 'Where customers ask, and how their requests become ready.',
}
