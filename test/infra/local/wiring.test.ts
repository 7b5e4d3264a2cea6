import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLocalStack } from '../../../infra/local/stack.ts'
import { synthesizeFixture } from './fixture/app.ts'

let outdir: string
let template: string

beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'wiring-'))
  synthesizeFixture(outdir)
  template = await readFile(join(outdir, 'fixture-service.template.json'), 'utf8')
})
afterAll(() => rm(outdir, { recursive: true }))

test.each([
  ['dynamodb:GetRecords', 'dynamodb:ListStreams', 'not authorized to perform: dynamodb:GetRecords'],
  ['s3:PutObject', 's3:GetObject', 'not authorized to perform: s3:PutObject'],
  ['sqs:ReceiveMessage', 'sqs:PurgeQueue', 'not authorized to perform: sqs:ReceiveMessage'],
  [
    '"lambda:InvokeFunction","Effect"',
    '"lambda:GetFunction","Effect"',
    'not authorized to perform: lambda:InvokeFunction',
  ],
  ['"/POST/things"', '"/GET/things"', 'API Gateway may not invoke .*:fixture-create for POST /things'],
  [
    '"Principal":"events.amazonaws.com"',
    '"Principal":"sns.amazonaws.com"',
    'EventBridge may not invoke .*:fixture-hear',
  ],
])('a service that lacks %s is found before anything runs', async (needed, instead, message) => {
  const changed = JSON.stringify(JSON.parse(template)).replaceAll(needed, instead)
  expect(changed.includes(instead)).toBe(true)
  await writeFile(join(outdir, 'fixture-service.template.json'), changed)
  await expect(startLocalStack({ assembly: outdir })).rejects.toThrow(new RegExp(message))
})
