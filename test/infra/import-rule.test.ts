import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'

/** Design §3: what each part may import of the others. The first entry that a file's path begins with is its part. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'functions/': ['functions/', 'shared/'],
  'shared/domain/': ['shared/domain/'],
  'shared/contracts/': ['shared/contracts/', 'shared/domain/'],
  'shared/repository/': ['shared/repository/', 'shared/domain/', 'shared/runtime/'],
  'shared/gateways/': ['shared/gateways/', 'shared/domain/', 'shared/runtime/'],
  'shared/runtime/': ['shared/runtime/', 'shared/domain/'],
  // The admin program writes the table as the functions do.
  'infra/admin/': ['infra/', 'shared/'],
  // The document is made of the contracts' own schemas.
  'infra/openapi/': ['infra/', 'shared/contracts/', 'shared/domain/'],
  // Constants only: what the template and the code must call by the same name.
  'infra/': [
    'infra/',
    'shared/contracts/event-source.ts',
    'shared/contracts/operations.ts',
    'shared/contracts/problems.ts',
    'shared/repository/table.ts',
  ],
}

/** Packages and Node's modules; a part that is not named may use any that package.json declares. */
const MAY_USE: Readonly<Record<string, RegExp>> = {
  'shared/domain/': /^$/,
  'shared/contracts/': /^zod$/,
}

interface Import {
  readonly file: string
  /** A path in the project, or a package's name. */
  readonly what: string
  readonly isOwn: boolean
}

const imports: readonly Import[] = globSync('{functions,shared,infra}/**/*.ts').flatMap(importsOf)

function importsOf(file: string): Import[] {
  const source = readFileSync(file, 'utf8')
  const specifiers = source.matchAll(/(?:^|[\s}])(?:from|import)\s*\(?\s*'([^']+)'/gm)
  return [...specifiers].map(([, specifier = '']) => {
    const isOwn = specifier.startsWith('.')
    return { file, isOwn, what: isOwn ? posix.join(posix.dirname(file), specifier) : specifier }
  })
}

const partOf = <T>(parts: Readonly<Record<string, T>>, file: string): T | undefined =>
  Object.entries(parts).find(([part]) => file.startsWith(part))?.[1]

const said = (offending: readonly Import[]) => offending.map(({ file, what }) => `${file} imports ${what}`)

describe('the import rule', () => {
  it('sees the imports of every part', () => {
    const parts = new Set(imports.filter(({ isOwn }) => isOwn).map(({ file }) => file.split('/')[0]))
    expect(parts).toEqual(new Set(['functions', 'infra', 'shared']))
  })

  it('lets each part know only the parts below it', () => {
    const offending = imports.filter(
      ({ file, what, isOwn }) =>
        isOwn && !partOf(MAY_IMPORT, file)?.some((allowed) => what.startsWith(allowed)),
    )
    expect(said(offending)).toEqual([])
  })

  it('keeps the domain free of packages, and the contracts of all but their schemas', () => {
    const offending = imports.filter(
      ({ file, what, isOwn }) => !isOwn && partOf(MAY_USE, file)?.test(what) === false,
    )
    expect(said(offending)).toEqual([])
  })

  it('finds every package of the functions among the dependencies', () => {
    const { dependencies } = Package.parse(JSON.parse(readFileSync('package.json', 'utf8')))
    const offending = imports.filter(
      ({ file, what, isOwn }) => !isOwn && !file.startsWith('infra/') && !isDeclared(what, dependencies),
    )
    expect(said(offending)).toEqual([])
  })
})

const Package = z.object({ dependencies: z.record(z.string(), z.string()) })

function isDeclared(specifier: string, dependencies: Readonly<Record<string, string>>): boolean {
  if (specifier.startsWith('node:') || specifier === 'aws-lambda') return true // the latter are types
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  return Object.hasOwn(dependencies, name)
}
