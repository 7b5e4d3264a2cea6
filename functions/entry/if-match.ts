import type { APIGatewayProxyEvent } from 'aws-lambda'
import { Refusal } from '../../shared/domain/refusal.ts'
import { header } from './caller.ts'

/**
 * Refuses a write whose If-Match names another version than the one it is about to change (rules §1); `undefined` is
 * the version of what does not exist, which no tag matches.
 */
export const versionDemand =
  ({ headers }: APIGatewayProxyEvent) =>
  (version: number | undefined): void => {
    const wanted = header(headers, 'If-Match')
    if (wanted === undefined) return
    const tags = wanted.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
    if (version !== undefined && (tags.includes('*') || tags.includes(`"${version}"`))) return
    throw new Refusal('changed-meanwhile', {
      detail:
        version === undefined
          ? 'The resource does not exist, so no ETag can match.'
          : `The resource is at version "${version}" now. Read it again, then repeat the change with its ETag.`,
    })
  }
