import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Step } from '../../../infra/local/demo/progress.ts'
import { textTable } from '../../../infra/local/demo/text-table.ts'
import { dynamodbRequestsIn, type FunctionCounts, type Units } from '../../../infra/local/endpoint/counts.ts'
import type { LocalStack } from '../../../infra/local/stack.ts'
import type { Bench, Report } from '../part.ts'
import { buildBareBundle } from './bare-bundle.ts'
import { importCpuMilliseconds, PROCESSES } from './import-cpu.ts'
import { callTypically } from './typical-calls.ts'

interface Row {
  readonly name: string
  readonly bundleBytes: number
  readonly importCpuMilliseconds: number
  /** Of one call, by the function alone. */
  readonly call: (Units & { readonly dynamodbRequests: number }) | null
}

/** `endpoints`: what each function weighs, and what a typical call of it takes, beside a bare document client. */
export async function benchEndpoints({ stack, progress }: Bench): Promise<Report> {
  const desk = await stack()
  const calls = await callTypically(desk)
  const step = progress.step('Processes that import a bundle', (calls.length + 1) * PROCESSES)
  const rows = [await bareRow(step)]
  for (const { name, functionName, counts } of calls)
    rows.push(await row(name, bundleOf(desk, functionName), costOf(counts), step))
  step.end()
  return { rows, text: table(rows) }
}

function costOf(counts: FunctionCounts): NonNullable<Row['call']> {
  const { requests, tableWriteUnits, indexWriteUnits, readUnits } = counts
  return { dynamodbRequests: dynamodbRequestsIn(requests), tableWriteUnits, indexWriteUnits, readUnits }
}

async function bareRow(step: Step): Promise<Row> {
  const directory = await mkdtemp(join(tmpdir(), 'payout-desk-bare-'))
  try {
    const file = join(directory, 'index.mjs')
    await buildBareBundle(file)
    return await row('(a bare document client)', file, null, step)
  } finally {
    await rm(directory, { recursive: true })
  }
}

function bundleOf({ description }: LocalStack, functionName: string): string {
  const described = description.functions.find(({ name }) => name === functionName)
  if (!described) throw new Error(`There is no function ${functionName}.`)
  return join(described.directory, `${described.module}.mjs`)
}

async function row(name: string, file: string, call: Row['call'], step: Step): Promise<Row> {
  const { size: bundleBytes } = await stat(file)
  const measured = { name, bundleBytes, importCpuMilliseconds: await importCpuMilliseconds(file), call }
  step.advance(PROCESSES)
  return measured
}

function table(rows: readonly Row[]): string {
  return textTable<Row>(
    [
      { title: 'Operation', cell: ({ name }) => name },
      { title: 'bundle kB', cell: ({ bundleBytes }) => Math.round(bundleBytes / 1000) },
      { title: 'import CPU ms', cell: (one) => one.importCpuMilliseconds.toFixed(1) },
      { title: 'DynamoDB requests', cell: ({ call }) => call?.dynamodbRequests ?? '' },
      { title: 'table WU', cell: ({ call }) => call?.tableWriteUnits ?? '' },
      { title: 'index WU', cell: ({ call }) => call?.indexWriteUnits ?? '' },
      { title: 'RU', cell: ({ call }) => call?.readUnits ?? '' },
    ],
    rows,
  )
}
