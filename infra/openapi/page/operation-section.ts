import { type Html, html, inline, paragraphs } from './html.ts'
import { schemaTable, typeOf } from './schema-table.ts'
import { nameIn, type Shown, type ShownContent, type ShownOperation } from './shown.ts'

/** All that is to be said of one operation. */
export const operationSection = (
  document: Shown,
  { method, path, operation }: { method: string; path: string; operation: ShownOperation },
): Html => html`
<section id="${operation.operationId}">
<h3>${operation.summary}</h3>
<p class="call"><b>${method.toUpperCase()}</b> <code>${path}</code></p>
${paragraphs(operation.description)}
${parameterTable(document, operation)}
${operation.requestBody ? bodyOf(document, operation.requestBody) : undefined}
${Object.entries(operation.responses).map(([status, response]) => (isSuccess(status) ? successOf(document, status, response) : undefined))}
${refusalTable(operation)}
</section>`

const isSuccess = (status: string): boolean => status.startsWith('2')

function parameterTable({ components }: Shown, { parameters }: ShownOperation): Html | undefined {
  if (parameters.length === 0) return undefined
  const rows = parameters
    .map((parameter) => ('$ref' in parameter ? components.parameters[nameIn(parameter)] : parameter))
    .filter((parameter) => parameter !== undefined)
    .map(
      ({ name, in: place, required, description, schema }) => html`<tr>
<td><code>${name}</code>${required ? undefined : html` <small>optional</small>`}</td><td>${place}, ${typeOf(schema)}</td><td>${inline(description)}</td></tr>`,
    )
  return html`<h4>Parameters</h4>
<table><thead><tr><th>Name</th><th>Where</th><th>Meaning</th></tr></thead><tbody>${rows}</tbody></table>`
}

const bodyOf = (document: Shown, { required, content }: NonNullable<ShownOperation['requestBody']>): Html =>
  html`<h4>Body${required ? '' : ', may be left out'}</h4>${contentOf(document, content)}`

function successOf(document: Shown, status: string, { headers, content }: Response): Html {
  const rows = Object.entries(headers ?? {}).map(([name, header]) => {
    const meaning = document.components.headers[nameIn(header)]?.description ?? ''
    return html`<tr><td><code>${name}</code></td><td>${inline(meaning)}</td></tr>`
  })
  return html`<h4>Answer ${status}</h4>${content ? contentOf(document, content) : undefined}
<table><thead><tr><th>Header</th><th>Meaning</th></tr></thead><tbody>${rows}</tbody></table>`
}

type Response = ShownOperation['responses'][string]

export const contentOf = (document: Shown, content: ShownContent): Html[] =>
  Object.entries(content).map(([type, { schema, examples }]) => {
    const reference = typeOf(schema)
    const shown = reference.text.includes('<a ') ? html`<p>${reference}</p>` : schemaTable(schema)
    const values = Object.entries(examples ?? {}).map(([name, example]) => {
      const value = '$ref' in example ? document.components.examples[nameIn(example)]?.value : example.value
      return html`<details><summary>Example: ${name}</summary>${codeOf(value)}</details>`
    })
    return html`${type === 'application/json' ? shown : html`<p>Or <code>${type}</code>.</p>`}${values}`
  })

export const codeOf = (value: unknown): Html =>
  html`<pre>${typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</pre>`

/** A response that refuses says in its description a reason a paragraph. */
function refusalTable({ responses }: ShownOperation): Html {
  const rows = Object.entries(responses)
    .filter(([status]) => !isSuccess(status))
    .flatMap(([status, { description }]) =>
      description.split('\n\n').map((line) => html`<tr><td>${status}</td><td>${inline(line)}</td></tr>`),
    )
  return html`<details><summary>Refusals</summary>
<table><thead><tr><th>Status</th><th>Reason</th></tr></thead><tbody>${rows}</tbody></table></details>`
}
