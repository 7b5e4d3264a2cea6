import type { Command } from '../command.ts'
import { type ImportReport, importFile } from '../import/import-file.ts'
import { progressBar } from '../progress-bar.ts'
import { ORGANIZATION } from './options.ts'

export const importCommand: Command = {
  name: 'import',
  does: 'Imports gateway accounts, payment instruments and transactions, one JSON body of the API a line.',
  takes: ['FILE.ndjson'],
  options: { organization: ORGANIZATION },
  examples: [
    'import payments.ndjson --organization org_acme',
    'import payments.ndjson --organization org_acme --stage dev --json',
  ],
  more: `Each line is what the API takes, with an id, and its type:
  {"type":"gateway-account","id":"gw_1","gatewayName":"TestProcessor","method":"payment-card","acceptedCurrencies":["EUR"]}
  {"type":"payment-instrument","id":"inst_1","customerId":"cus_1","method":"payment-card","brand":"Visa"}
  {"type":"sale","id":"txn_1","result":"approved","amount":20,"currency":"EUR","customerId":"cus_1","paymentInstrumentId":"inst_1","gatewayAccountId":"gw_1"}
What is there already stays or is replaced, as by PUT; a transaction counts once. A line that is refused is told, and
the next one taken. Stopped or killed, it goes on where it was when it is started again.`,

  async run({ given: [file = ''], the, table, json }) {
    const bar = progressBar()
    const stop = new AbortController()
    const interrupt = () => stop.abort()
    process.once('SIGINT', interrupt)
    try {
      const report = await importFile(table, file, the('organization'), {
        signal: stop.signal,
        onProgress: (share, { linesDone, refused }) => {
          if (!json) bar.show(share, `${linesDone} lines, ${refused} refused`)
        },
      })
      return { json: report, text: textOf(file, report), refused: report.refused > 0 || !report.finished }
    } finally {
      bar.clear()
      process.off('SIGINT', interrupt)
    }
  },
}

/** So many refusals are read by a person; --json has more. */
const REFUSALS_SHOWN_LIMIT = 50

function textOf(file: string, report: ImportReport): string {
  const { linesDone, created, changed, unchanged, refused, refusals, resumedAfterLine, finished } = report
  const shown = refusals.slice(0, REFUSALS_SHOWN_LIMIT)
  return [
    ...(resumedAfterLine > 0 ? [`Went on after line ${resumedAfterLine}.`] : []),
    finished
      ? `Imported ${file} into ${report.organizationId}: ${linesDone} lines.`
      : `Stopped after line ${linesDone} of ${file}. The same command goes on there.`,
    `${created} created, ${changed} changed, ${unchanged} unchanged, ${refused} refused.`,
    ...shown.map(({ line, id, message }) => `  line ${line}${id === null ? '' : ` (${id})`}: ${message}`),
    ...(refused > shown.length ? [`  … and ${refused - shown.length} more: see --json`] : []),
  ].join('\n')
}
