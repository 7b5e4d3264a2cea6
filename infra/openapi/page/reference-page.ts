import { eventsChapter, eventsContents } from './event-section.ts'
import { type Html, html, inline, paragraphs } from './html.ts'
import { codeOf, operationSection } from './operation-section.ts'
import { schemaTable } from './schema-table.ts'
import { Shown } from './shown.ts'
import { STYLE } from './style.ts'

/** The reference as one file of HTML: no script, nothing from another host, readable on paper too. */
export function referencePage(openApi: unknown): string {
  const document = Shown.parse(openApi)
  const { info } = document
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${info.title}</title><style>${STYLE}</style></head>
<body>
<nav aria-label="Operations"><a href="#top">${info.title}</a>${contents(document)}${eventsContents(document)}</nav>
<main id="top">
<h1>${info.title}</h1>
${paragraphs(info.description)}
<h2>Credentials</h2>
${Object.values(document.components.securitySchemes).map(({ description }) => html`<p>${inline(description)}</p>`)}
${chapters(document)}
${eventsChapter(document)}
<h2 id="schemas">Schemas</h2>
${Object.entries(document.components.schemas).map((entry) => schemaSection(document, entry))}
</main>
</body>
</html>
`.text
}

const operationsOf = ({ paths }: Shown, tag: string) =>
  Object.entries(paths)
    .flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
    )
    .filter(({ operation }) => operation.tags.includes(tag))

const contents = (document: Shown): Html[] =>
  document.tags.map(
    ({ name }) =>
      html`<h2>${name}</h2><ul>${operationsOf(document, name).map(
        ({ operation: { operationId, summary } }) => html`<li><a href="#${operationId}">${summary}</a></li>`,
      )}</ul>`,
  )

const chapters = (document: Shown): Html[] =>
  document.tags.map(
    ({ name, description }) => html`<h2 id="${name}">${name}</h2><p>${inline(description)}</p>
${operationsOf(document, name).map((operation) => operationSection(document, operation))}`,
  )

function schemaSection({ components }: Shown, [name, schema]: readonly [string, unknown]): Html {
  const example = components.examples[name]
  return html`<section id="schema-${name}"><h3>${name}</h3>${schemaTable(schema)}${
    example ? html`<details><summary>Example</summary>${codeOf(example.value)}</details>` : undefined
  }</section>`
}
