import { expect, it } from 'vitest'
import { openApiDocument } from '../../../infra/openapi/document.ts'
import { referencePage } from '../../../infra/openapi/page/reference-page.ts'
import { OPERATIONS } from '../../../shared/contracts/operations.ts'
import { EVENT_TYPES } from '../../../shared/domain/event.ts'

const document = await openApiDocument()
const page = referencePage(document)

it('has a section for every operation, every event and every schema', () => {
  const sections = [...page.matchAll(/<section id="([^"]+)">/g)].map(([, id]) => id)
  const schemas = Object.keys(document.components.schemas).map((name) => `schema-${name}`)
  expect(sections.toSorted()).toEqual([...Object.keys(OPERATIONS), ...EVENT_TYPES, ...schemas].toSorted())
})

it('links to nothing but itself, and every link leads somewhere', () => {
  const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
  const targets = [...page.matchAll(/ href="([^"]*)"/g)].map(([, target = '']) => target)
  expect(targets.length).toBeGreaterThan(100)
  expect(targets.filter((target) => !target.startsWith('#') || !ids.has(target.slice(1)))).toEqual([])
})

it('needs no script and nothing from another host', () => {
  expect(page).not.toMatch(/<script|<link|<img|<iframe| src=|@import|url\(/i)
})

it('shows what stands in the document as text, not as HTML', () => {
  const hostile = { ...document, info: { ...document.info, description: '<b onload="x">`<i>`</b> & more' } }
  expect(referencePage(hostile)).toContain(
    '<p>&lt;b onload=&quot;x&quot;&gt;<code>&lt;i&gt;</code>&lt;/b&gt; &amp; more</p>',
  )
})
