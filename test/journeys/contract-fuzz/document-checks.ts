import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { FuzzCall } from './calls.ts'
import { type ApiOperation, escaped, type Schema } from './described-api.ts'

/** Judges by the schemas of the document, each compiled when it is first needed. */
export interface DocumentChecks {
  /** What is wrong with an answer's body. */
  wrongIn(operation: ApiOperation, status: string, mediaType: string, body: unknown): string[]
  allowsBody(operation: ApiOperation, body: unknown): boolean
  /** Whether the document allows all of the call; what it says of a body is said of its JSON. */
  allows(call: FuzzCall): boolean
}

export function documentChecks(document: object): DocumentChecks {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv, ['date-time', 'uri'])
  ajv.addSchema(document, 'api', false)
  const compiled = new Map<string, ValidateFunction>()
  const at = (pointer: string): ValidateFunction => {
    const known =
      compiled.get(pointer) ??
      ajv.compile({ $ref: `api#${pointer.split('/').map(encodeURIComponent).join('/')}` })
    compiled.set(pointer, known)
    return known
  }
  const allowsBody = ({ pointer, body }: ApiOperation, value: unknown): boolean =>
    body === undefined || at(`${pointer}/requestBody/content/application~1json/schema`)(value)
  const allowsText = (schema: Schema, text: string): boolean =>
    schema['type'] === 'integer'
      ? ajv.validate(schema, /^-?\d+$/.test(text) ? Number(text) : text)
      : ajv.validate(schema, text)

  return {
    wrongIn({ pointer }, status, mediaType, body) {
      const check = at(`${pointer}/responses/${status}/content/${escaped(mediaType)}/schema`)
      check(body)
      return (check.errors ?? []).map(
        ({ instancePath, message }) => `${instancePath || 'the body'} ${message}`,
      )
    },
    allowsBody,
    allows({ operation, ids, query, headers, body }) {
      const given: Readonly<Record<string, (name: string) => readonly string[]>> = {
        path: (name) => [ids[name] ?? ''],
        query: (name) => query.filter(([one]) => one === name).map(([, value]) => decoded(value)),
        header: (name) => (headers[name] === undefined ? [] : [headers[name]]),
      }
      const parametersAreRight = operation.parameters.every(({ name, in: place, required, schema }) => {
        const values = given[place]?.(name).filter((value) => value !== '' || place === 'header') ?? []
        return (values.length > 0 || !required) && values.every((value) => allowsText(schema, value))
      })
      return (
        parametersAreRight &&
        (body === undefined || body.trim() === ''
          ? !operation.body?.required
          : allowsBody(operation, parsed(body)))
      )
    },
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '))
  } catch {
    return '\ufffd'
  }
}
