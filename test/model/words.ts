import type { Asked } from './execution.ts'
import type { Model } from './model.ts'
import type { Move, Successor } from './moves.ts'
import type { Reply, Request } from './replies.ts'
import type { State } from './states.ts'

/** A step as a person reads it. */
export function told(model: Model, before: State, { move, reply, state }: Successor): string {
  const stage = before.stages[move.process]
  const request = stage?.node.pending.find(({ call }) => call === move.call)?.request
  if (!request) return `   index      learns of ${itemWords(model, state, move)}`
  const name = (model.scenario.processes[move.process]?.name ?? '').padEnd(10)
  const asked = state.stages[move.process]?.node.asked ?? []
  const end = state.stages[move.process]?.node.outcome
  return [
    `   ${name} ${requestWords(request)}`,
    `              → ${move.how === 'heard' ? replyWords(reply) : move.how}${reply ? askedWords(asked) : ''}`,
    ...(end ? [`   ${name} ends: ${short('value' in end ? end.value : String(end.error))}`] : []),
  ].join('\n')
}

const itemWords = ({ tables }: Model, state: State, move: Move): string =>
  short(tables.item(state.indexed[move.call]))

const askedWords = (asked: readonly Asked[]): string =>
  asked.map(({ question, answer }) => `; ${question}? ${answer ? 'yes' : 'no'}`).join('')

function requestWords(request: Request): string {
  if (request.kind === 'pause') return 'pauses'
  if (request.kind === 'read') return `reads ${request.keys.map(tidy).join(', ')}`
  return request.kind === 'query'
    ? tidy(request.words)
    : request.actions.map(({ words }) => tidy(words)).join('\n              and ')
}

function replyWords(reply: Reply | undefined): string {
  if (reply?.kind === 'refused' || reply?.kind === 'found')
    return `${reply.kind}: ${reply.items.map((item) => (item ? short(item) : 'nothing')).join(' ')}`
  return reply?.kind ?? ''
}

/** Without what is the same everywhere in the model. */
const tidy = (text: string): string => text.replaceAll('ORG#o#', '').replaceAll(/ META\b/g, '')

const HIDDEN = new Set([
  'pk',
  'type',
  'createdTime',
  'updatedTime',
  'lastChange',
  'listingKey',
  'createdKey',
  'openKey',
  'dueKey',
  'userId',
  'sk',
])

function short(value: unknown): string {
  const text = JSON.stringify(value, (name, member: unknown) => {
    if (HIDDEN.has(name)) return undefined
    if (member instanceof Set) return [...member]
    return typeof member === 'bigint' ? Number(member) : member
  })
  return tidy(text ?? 'nothing').replaceAll('"', '')
}
