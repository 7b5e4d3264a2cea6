import { REFERENCE_PATH } from './reference-pages.ts'

/** What `npm start` prints for people: what runs, and lines to paste. */
export const welcome = (desk: {
  readonly url: string
  readonly apiKey: string
  readonly dataDirectory: string | undefined
}): string => `
Payout Desk runs on this machine. ${desk.dataDirectory ? `Everything is kept in ${desk.dataDirectory}.` : 'Everything is in memory: npm start -- --data DIR keeps it.'}

Base URL  ${desk.url}
API key   ${desk.apiKey}
Reference ${new URL(REFERENCE_PATH, desk.url).href}

To try it, paste into another terminal:

URL='${desk.url}'
KEY='${desk.apiKey}'

# The approved payout requests
curl -s -H "REB-APIKEY: $KEY" "$URL/payout-requests?filter=status:approved"

# All of them into one batch
BATCH=$(curl -s -H "REB-APIKEY: $KEY" -H 'Content-Type: application/json' "$URL/payout-request-batches" \\
  -d '{"filter":"status:approved","description":"My first batch"}' | grep -o 'preq_batch_[0-9A-Z]*' | head -n 1)

# Allocate the batch
curl -s -H "REB-APIKEY: $KEY" -X POST "$URL/payout-request-batches/$BATCH/auto-allocate"

# Look at it, and at what was set aside for each request
curl -s -H "REB-APIKEY: $KEY" "$URL/payout-request-batches/$BATCH"
curl -s -H "REB-APIKEY: $KEY" "$URL/payout-requests?filter=batchId:$BATCH"

Ctrl-C stops it.
`
