import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { BUNDLING } from '../../../infra/build.ts'

/** What any function pays that reaches DynamoDB through the document client, bundled as ours are. */
export async function buildBareBundle(outfile: string): Promise<void> {
  await build({
    ...BUNDLING,
    stdin: { contents: CONTENTS, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    outfile,
  })
}

const CONTENTS = `
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}))
export const handler = (event) => client.send(event.write ? new TransactWriteCommand(event.write) : new GetCommand(event.read))
`
