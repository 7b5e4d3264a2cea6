import { type Html, html, paragraphs } from './html.ts'
import { contentOf } from './operation-section.ts'
import type { Shown } from './shown.ts'

/** What the desk tells without being asked. */
export const eventsChapter = (document: Shown): Html =>
  html`<h2 id="events">events</h2>${Object.values(document.webhooks).map(
    ({ post: { operationId, description, requestBody } }) => html`
<section id="${operationId}"><h3>${operationId}</h3>
${paragraphs(description)}
${contentOf(document, requestBody.content)}</section>`,
  )}`

export const eventsContents = ({ webhooks }: Shown): Html =>
  html`<h2>events</h2><ul>${Object.keys(webhooks).map(
    (eventType) => html`<li><a href="#${eventType}">${eventType}</a></li>`,
  )}</ul>`
