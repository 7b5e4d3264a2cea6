import { access, constants, mkdir } from 'node:fs/promises'
import { Mistake } from '../admin/mistake.ts'

/** Makes the directory if need be; refuses one that cannot be written. */
export async function demandDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true })
    await access(directory, constants.W_OK)
  } catch (error) {
    throw new Mistake(`${directory} cannot be written: ${error instanceof Error ? error.message : error}`)
  }
}
