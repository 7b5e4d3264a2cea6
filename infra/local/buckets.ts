import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BucketDescription } from './template/buckets.ts'

export interface StoredObject {
  readonly key: string
  readonly body: string
}

/** S3 as far as Lambda itself writes to it: the records that it gave up on. */
export interface Buckets {
  put(bucketArn: string, object: StoredObject): Promise<void>
  objects(bucketName: string): Promise<StoredObject[]>
}

/** Objects are files below the directory, or in memory without one. */
export function openBuckets(
  descriptions: readonly BucketDescription[],
  directory: string | undefined,
): Buckets {
  const inMemory = new Map<string, StoredObject[]>(descriptions.map(({ name }) => [name, []]))
  return {
    async put(bucketArn, object) {
      const bucket = descriptions.find(({ arn }) => arn === bucketArn)
      if (bucket === undefined) throw new Error(`There is no bucket ${bucketArn}`)
      if (directory === undefined) return void inMemory.get(bucket.name)?.push(object)
      const file = join(directory, bucket.name, object.key)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, object.body)
    },
    async objects(bucketName) {
      if (directory === undefined) return inMemory.get(bucketName) ?? []
      const root = join(directory, bucketName)
      const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])
      return Promise.all(
        entries
          .filter((entry) => entry.isFile())
          .map(async ({ parentPath, name }) => {
            const file = join(parentPath, name)
            return { key: file.slice(root.length + 1), body: await readFile(file, 'utf8') }
          }),
      )
    },
  }
}
